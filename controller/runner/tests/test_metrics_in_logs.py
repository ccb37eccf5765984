"""The scanner on what well-known programs print."""

import pytest
from jkf_runner.metrics import scan

METRICS = {
    "Keras": [
        (
            "1875/1875 ━━━━━━━━ 3s 2ms/step - accuracy: 0.8819 - loss: 0.4102 "
            "- val_accuracy: 0.9554 - val_loss: 0.1500",
            {
                "accuracy": 0.8819,
                "loss": 0.4102,
                "val_accuracy": 0.9554,
                "val_loss": 0.15,
            },
        ),
        ("Test loss: 0.0821", {"Test_loss": 0.0821}),
    ],
    "PyTorch": [
        ("Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.300024", {"Loss": 2.300024}),
        (
            "Test set: Average loss: 0.0490, Accuracy: 9839/10000 (98%)",
            {"loss": 0.049},
        ),
        ("Epoch [1/5], Step [100/600], Loss: 0.2516", {"Loss": 0.2516}),
        ("train loss: 0.5 val loss: 0.6", {"train_loss": 0.5, "val_loss": 0.6}),
        ("val Loss: 0.2045 Acc: 0.9346", {"val_Loss": 0.2045, "Acc": 0.9346}),
        ("Accuracy: 97.0%, Avg loss: 0.103", {"Accuracy": 97, "loss": 0.103}),
        ("| end of epoch 1 | valid loss 5.1 | ppl: 164.2 |", {"ppl": 164.2}),
        ("accuracy: 0.97 on the test images", {"accuracy": 0.97}),
        ("accuracy: 0.95 (+/- 0.02)", {"accuracy": 0.95}),
        ("score: 0.9 ± 0.02", {"score": 0.9}),
        ("best loss: 0.25 ✓", {"loss": 0.25}),
    ],
    "Lightning": [
        (
            "Epoch 0: 100%|█████| 1875/1875 [00:14<00:00, 129.97it/s, v_num=0, "
            "train_loss=0.123]",
            {"train_loss": 0.123},
        ),
    ],
    "the Hugging Face trainer": [
        (
            "{'loss': 0.52, 'grad_norm': 1.2, 'learning_rate': 5e-05, 'epoch': 1.0}",
            {"loss": 0.52, "grad_norm": 1.2, "learning_rate": 5e-05},
        ),
    ],
    "scikit-learn": [
        ("Iteration 1, loss = 0.69314718", {"loss": 0.69314718}),
        (
            "[CV 1/5] END ....C=1, gamma=0.1;, score=0.967 total time=   0.0s",
            {"gamma": 0.1, "score": 0.967},
        ),
        (
            "Norm: 2.15, NNZs: 4, Bias: -0.1, T: 100, Avg. loss: 0.6",
            {"Norm": 2.15, "NNZs": 4, "Bias": -0.1, "T": 100, "loss": 0.6},
        ),
    ],
    "gradient boosting": [
        (
            "[0]\ttrain-rmse:0.61\tval-rmse:0.65",
            {"train-rmse": 0.61, "val-rmse": 0.65},
        ),
        (
            "[10]\tvalid_0's binary_logloss: 0.31",
            {"binary_logloss": 0.31},
        ),
    ],
    "logging": [
        ("INFO:root:loss=0.5", {"loss": 0.5}),
        ("2024-01-02 12:30:45,123 - train - INFO - loss: 0.5", {"loss": 0.5}),
        ("I0102 12:30:45.123456 140 train.py:12] loss = 0.5", {"loss": 0.5}),
        ("[rank0] correct=97 of=100", {"correct": 97, "of": 100}),
    ],
}

NOTHING = {
    "counts and sizes": [
        "digits: 1797 images",
        "size: 3.5 MB",
        "took: 3.2 seconds",
        "Memory: 500 MiB",
        "temperature: 25 °C",
        "Number of parameters: 12345",
        "Number of positive: 212, number of negative: 357",
        "Total params: 101,770 (397.54 KB)",
        "Total params: 79510 (310.59 KB)",
        "Accuracy of the network on the 10000 test images: 55 %",
        "files: 3 in /data",
        "a: 1 2 3",
        "mean: 0.1 0.2 0.3",
        "x: 1 -2 3",
        "x.shape = (1797, 64)",
        "loss: 0.5 -> 0.4",
    ],
    "Lightning": [
        "`Trainer.fit` stopped: `max_epochs=5` reached.",
        "TPU available: False, using: 0 TPU cores",
        "GPU available: True (cuda), used: True",
        "LOCAL_RANK: 0 - CUDA_VISIBLE_DEVICES: [0]",
        "Initializing distributed: GLOBAL_RANK: 0, MEMBER: 1/3",
        "0 | model | Linear | 7.9 K",
        "0.031     Total estimated model params size (MB)",
    ],
    "the Hugging Face trainer": [
        "***** Running training *****",
        "  Num examples = 1,000",
        "  Num Epochs = 3",
        "  Instantaneous batch size per device = 8",
        "  Total train batch size (w. parallel, distributed & accumulation) = 8",
        "  Gradient Accumulation steps = 1",
        "  Total optimization steps = 375",
        "  Number of trainable parameters = 66,955,010",
        "Map: 100%|██████████| 1000/1000 [00:00<00:00, 9000.00 examples/s]",
    ],
    "scikit-learn": [
        "[Parallel(n_jobs=1)]: Done  49 tasks      | elapsed:    0.1s",
        "Fitting 5 folds for each of 4 candidates, totalling 20 fits",
        "LogisticRegression(C=0.1, max_iter=100)",
        "Pipeline(steps=[('clf', SVC(C=1, kernel=Poly(degree=3)))], memory=5)",
        "LogisticRegression(C=1.0, class_weight=None, dual=False,",
        "                   intercept_scaling=1, max_iter=100)",
        "ConvergenceWarning: lbfgs failed to converge (status=1):",
    ],
    "progress bars": [
        " 45%|████▌     | 45/100 [00:10<00:12,  4.33it/s]",
        "train:  45%|████▌     | 45/100 [00:10<00:12,  4.33it/s]",
        "Downloading: 45%",
        "Progress: 45%",
    ],
    "pip": [
        "Collecting numpy==1.26",
        "Requirement already satisfied: numpy>=1.2 in /usr/lib (1.26)",
        "     ━━━━━━━━ 670.2/670.2 MB 1.5 MB/s eta 0:00:00",
        "[notice] A new release of pip is available: 23.2.1 -> 24.0",
        "[notice] A new release of pip is available: 23.2 -> 24.0",
        "WARNING: Retrying (Retry(total=4, connect=None, read=None)) after",
        "Using cached foo-1.0.tar.gz (5 kB)",
    ],
    "logging and warnings": [
        "2024-01-02 12:30:45,123 INFO root: starting",
        "[2024-01-02 12:30:45,123][torch.distributed][INFO] rank: 0",
        "WARNING:tensorflow:5 out of the last 5 calls triggered retracing",
        "2024-01-02 12:30:45.123456: I tensorflow/core/cpu_guard.cc:182] oneDNN",
        "INFO:root:epoch=3",
        "OMP_NUM_THREADS=4",
        "seed=42, rank=0",
        "Using device: 0",
    ],
    "tracebacks": [
        '  File "train.py", line 3, in fit',
        "    lr = 0.1",
        "KeyError: 5",
        "torch.cuda.OutOfMemoryError: 5",
        "SystemExit: 1",
        "train.py:12: UserWarning: 5",
    ],
    "nvidia-smi": [
        "| NVIDIA-SMI 525.60.13    Driver Version: 525.60.13    CUDA Version: 12.0  |",
        "| N/A   34C    P0    53W / 300W |      0MiB / 16384MiB |      0%  Default |",
        "GPU 0: Tesla V100-SXM2-16GB (UUID: GPU-1a2b)",
        "        Fan Speed                         : 30 %",
        "        Minor Number                      : 0",
        "        Used GPU Memory                   : 500 MiB",
    ],
}


def _cases(table):
    return [(origin, *case) for origin, cases in table.items() for case in cases]


@pytest.mark.parametrize(("origin", "line", "expected"), _cases(METRICS))
def test_metrics_are_found_in_the_output_of(origin, line, expected):
    assert {metric.name: metric.value for metric in scan(line)} == expected


@pytest.mark.parametrize(
    ("origin", "line"), [(o, line) for o, lines in NOTHING.items() for line in lines]
)
def test_nothing_is_found_in_the_output_of(origin, line):
    assert scan(line) == []
