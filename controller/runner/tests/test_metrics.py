"""Which numbers of a line are metrics."""

import io
import random

import pytest
from jkf_runner.events import Events
from jkf_runner.meter import LIMIT, NAMES, Meter
from jkf_runner.metrics import LINE_LIMIT, Metric, scan
from jkf_runner.output import Lines, WatchedStream, Watcher
from jkf_runner.session import Session

FOUND = [
    ("loss=0.5", [("loss", 0.5, None)]),
    ("loss: 0.5", [("loss", 0.5, None)]),
    ("loss:0.5 acc:.75", [("loss", 0.5, None), ("acc", 0.75, None)]),
    ("loss = -1.5e-3, val/acc=97%", [("loss", -0.0015, None), ("val/acc", 97, None)]),
    ("Epoch 3/10 - loss: 2 (best)", [("loss", 2, 3)]),
    ("Epoch [2/5], Step [100/600], Loss: 0.25", [("Loss", 0.25, 2)]),
    ("step=100 lr=1e-4", [("lr", 1e-4, 100)]),
    ("Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.30", [("Loss", 2.3, 1)]),
    (
        "10/10 \x1b[32m━━━━\x1b[0m 0s 5ms/step - accuracy: 0.9",
        [("accuracy", 0.9, None)],
    ),
    ("1875/1875 [=======] - 3s 2ms/step - loss: 0.29", [("loss", 0.29, None)]),
    ("done, accuracy: 0.97.", [("accuracy", 0.97, None)]),
    ("100%|###| 9/9 [00:01<00:00, 8.1it/s, loss=0.1]", [("loss", 0.1, None)]),
    ('{"metric": "acc", "value": 0.9, "step": 3}', [("acc", 0.9, 3)]),
    ('{"metric": {"acc": 0.9, "n": 2}}', [("acc", 0.9, None), ("n", 2, None)]),
    (
        "{'loss': 0.5, 'learning_rate': 5e-05, 'epoch': 1.5}",
        [("loss", 0.5, 1.5), ("learning_rate", 5e-05, 1.5)],
    ),
    ("round 4: auc=0.8", [("auc", 0.8, 4)]),
]

LEFT_ALONE = [
    "12:30:45 started",
    "time: 12:30:45",
    "at: 2024-01-02",
    "http://host:8080/a=1",
    "listening on localhost:8888",
    "/data/run=3/part",
    "version: 1.2.3",
    "torch==2.1",
    "numpy>=1.2",
    "Python version: 3.11",
    "addr=0x7f",
    "id=7",
    "size: 3MB",
    "took: 3.2s",
    "loss: nan",
    "loss=inf",
    "loss=1e999",
    "Linear(in_features=10, out_features=3)",
    "{'a': {'b': 1}}",
    "{'a': [1, 2]}",
    "shape: 3,4",
    "n: 1,234",
    "f(x=1)",
    "?a=1&b=2",
    "--lr=0.1",
    "user@host: 5x",
    "accuracy: 9890/10000",
    '{"metric": "a", "value": true}',
    '{"metric": "a"}',
    '{"metric": {"bad name": 1}}',
    '{"metric": ',
    "epoch=3",
    "C:1",
    "file.py:12",
    "'loss': 0.5",
    "x=1.2.3",
    "=5",
    ": 5",
    "9lives: 3",
    "",
    "=" * 50,
    "a" * 65 + "=1x",
    "5 * 60 = 300",
]


@pytest.mark.parametrize(("line", "expected"), FOUND)
def test_a_metric_is_found(line, expected):
    assert scan(line) == [Metric(*metric) for metric in expected]


@pytest.mark.parametrize("line", LEFT_ALONE)
def test_what_only_looks_like_one_is_left_alone(line):
    assert scan(line) == []


def test_no_line_makes_the_scanner_fail_or_hang():
    seed = random.randrange(1 << 32)
    generator = random.Random(seed)
    pieces = [
        "=",
        ":",
        " ",
        "{",
        "}",
        "'",
        '"',
        "(",
        ")",
        "1",
        "e",
        "-",
        ".",
        "%",
        ",",
        "loss",
        "epoch",
        "\r",
        "\x1b[",
        "é",
        "\ud800",
        "\0",
        "metric",
        "\b",
        "/",
    ]
    for _ in range(5_000):
        line = "".join(generator.choices(pieces, k=generator.randrange(60)))
        for metric in scan(line):
            assert isinstance(metric.value, float), (seed, line)
    for piece in pieces:
        scan((piece + ":") * (LINE_LIMIT // 4))
        scan("a" * 30_000 + piece + "=1")


class Recorder:
    """A watched stream, its bytes, and what was found in it."""

    def __init__(self, **settings):
        self.found = []
        session = Session(Events(None))
        session.meter = Meter(lambda metric, cell: self.found.append(metric.name))
        self.raw = io.BytesIO()
        plain = io.TextIOWrapper(self.raw, encoding="utf-8", newline="\n", **settings)
        self.stream = WatchedStream(plain, Watcher(session))


def test_bytes_are_the_same_with_and_without_the_watch():
    seed = random.randrange(1 << 32)
    generator = random.Random(seed)
    pieces = [
        "loss=0.5",
        "\n",
        "\r\n",
        "\r",
        "é",
        "\ud812",
        "x" * 70_000,
        "",
        "{",
        ": 3",
    ]
    recorder = Recorder(errors="surrogateescape", write_through=True)
    raw = io.BytesIO()
    plain = io.TextIOWrapper(
        raw,
        encoding="utf-8",
        errors="surrogateescape",
        newline="\n",
        write_through=True,
    )
    for _ in range(2_000):
        text = "".join(generator.choices(pieces, k=generator.randrange(4)))
        outcomes = [_outcome(stream, text) for stream in (recorder.stream, plain)]
        assert outcomes[0] == outcomes[1], seed
    assert recorder.raw.getvalue() == raw.getvalue(), seed


def _outcome(stream, text):
    try:
        return stream.write(text)
    except UnicodeEncodeError as error:
        return str(error)


def lines_of(*pieces):
    found = []
    lines = Lines(found.append)
    for piece in pieces:
        lines.feed(piece)
    return found


def test_lines_are_put_together_and_progress_bars_show_their_last_state():
    assert lines_of("a", "b\nc", "\n", "d") == ["ab", "c"]
    assert lines_of("a\r\nb\r\n") == ["a", "b"]
    assert lines_of("a\r", "\n") == ["a"]
    assert lines_of("1%\r2%\r3%\n") == ["3%"]
    assert lines_of("1%", "\r2%", "\r3%", "\n") == ["3%"]
    assert lines_of("1%\r", "2%\r", "\n") == ["2%"]


def test_a_long_line_is_dropped_and_a_long_progress_bar_is_not():
    long = "x" * LINE_LIMIT
    assert lines_of(long, "yz\n", "b\n") == ["b"]
    assert lines_of(long + "=1", "\rb\n") == ["b"]
    assert lines_of(*["\r" + "x" * 100] * 2_000, "\rend\n") == ["end"]


def test_a_flood_is_limited_and_the_last_value_of_each_name_comes_in_the_end():
    values = []
    meter = Meter(lambda metric, cell: values.append((metric.name, metric.value)))
    for i in range(LIMIT * 20):
        meter.add([Metric("a", float(i), None), Metric("b", float(-i), None)], 1)
    assert len(values) <= LIMIT * 20
    meter.flush()
    last = LIMIT * 20 - 1
    assert dict(values) == {"a": last, "b": -last}
    assert [v for name, v in values if name == "a"] == sorted(
        v for name, v in values if name == "a"
    )


def test_so_many_names_are_taken_and_one_note_says_so(capfd):
    names = set()
    meter = Meter(lambda metric, cell: names.add(metric.name))
    for i in range(3 * NAMES):
        meter.add([Metric(f"item{i}", 1.0, None), Metric("item0", 2.0, None)], 1)
    meter.flush()
    assert names == {f"item{i}" for i in range(NAMES)}
    assert capfd.readouterr().err.count("first 200 names") == 1
