"""Settings of the client: all that the gateway has, read as they are meant."""

import re
import sys

import pytest
from served import PACKAGE

from jupyterlab_kubeflow.client import settings, values
from jupyterlab_kubeflow.client.rows import ROWS
from jupyterlab_kubeflow.client.settings import Settings, to_protocol

SOURCES = PACKAGE.parent / "protocol" / "src"


def fields(file, begin):
    """Names of the fields of one object of a schema."""
    text = (SOURCES / file).read_text()
    block = text[text.index(begin) :]
    return set(re.findall(r"^  (\w+): ", block[: block.index("\n}")], re.MULTILINE))


def test_every_setting_of_the_gateway_can_be_given():
    plan = {field for field, _ in settings._PLAN.values()}
    assert plan | {"target", "cluster"} == fields(
        "settings.ts", "Settings = z.object({"
    )
    cluster = {field for field, _ in settings._CLUSTER.values()}
    known = fields("cluster-workload.ts", "const decided = {")
    known |= fields("cluster-workload.ts", "const chosen = {")
    assert cluster | {"env", "replicas"} == known
    assert sorted(settings.names()) == sorted(Settings.__annotations__)


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"ranks": 3}, "ranks", 3),
        ({"workers": 3}, "ranks", 3),
        ({"packages": "as-is"}, "packages", {"kind": "as-is"}),
        ({"packages": {"keep": "torch"}}, "packages", {"keep": ["torch"]}),
        ({"include": "a*"}, "include", ["a*"]),
        ({"inputs": ["a", "b"]}, "include", ["a", "b"]),
        (
            {"inputs": {"a": "s3://b/k", "c": {"url": "gs://d", "secret": "e"}}},
            "inputs",
            [
                {"name": "a", "url": "s3://b/k"},
                {"name": "c", "url": "gs://d", "secret": "e"},
            ],
        ),
        ({"env": {"A": 1}}, "env", {"A": "1"}),
        ({"disk": "2G"}, "diskBytes", 2 * 10**9),
        (
            {"replicas": {"Chief": 1, "ps": 2}},
            "replicas",
            [{"role": "chief", "count": 1}, {"role": "ps", "count": 2}],
        ),
    ],
)
def test_settings_of_the_plan(given, field, value):
    assert to_protocol(given)[field] == value


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"memory": "4Gi"}, {"memoryBytes": 4 * 2**30}),
        ({"memory": "0.5GiB", "shm": 64}, {"memoryBytes": 2**29, "shmBytes": 64}),
        ({"cpu": "500m"}, {"cpu": 0.5}),
        ({"gpu": 2}, {"gpu": {"count": 2, "resource": "nvidia.com/gpu"}}),
        ({"gpu": "1:amd.com/gpu"}, {"gpu": {"count": 1, "resource": "amd.com/gpu"}}),
        ({"ttl": "2h", "deadline": 90}, {"ttlSeconds": 7200, "deadlineSeconds": 90}),
        (
            {"secret_env": {"T": "o/k"}, "config_env": {"C": "m/k"}},
            {
                "env": [
                    {"from": "secret", "name": "T", "object": "o", "key": "k"},
                    {"from": "configmap", "name": "C", "object": "m", "key": "k"},
                ]
            },
        ),
        (
            {"volumes": {"/d": "c", "/n": {"claim": "n", "size": "1Gi"}}},
            {
                "volumes": [
                    {"kind": "existing", "claim": "c", "path": "/d"},
                    {"kind": "new", "claim": "n", "path": "/n", "sizeBytes": 2**30},
                ]
            },
        ),
        (
            {"tolerations": [{"key": "gpu", "toleration_seconds": 3}]},
            {"tolerations": [{"key": "gpu", "tolerationSeconds": 3}]},
        ),
        (
            {"elastic": {"min_replicas": 1, "maxReplicas": 3}},
            {"elastic": {"minReplicas": 1, "maxReplicas": 3}},
        ),
        (
            {"runtime": "torch"},
            {"runtime": {"name": "torch", "kind": "ClusterTrainingRuntime"}},
        ),
    ],
)
def test_settings_of_the_cluster(given, value):
    assert to_protocol(given)["cluster"] == value


def test_the_interpreter_that_asks_is_the_one_that_runs():
    assert to_protocol({})["python"] == sys.executable
    assert "python" not in to_protocol({"kernel": "k"})
    assert to_protocol({"python": "/p"})["python"] == "/p"


@pytest.mark.parametrize(
    ("given", "error", "sentence"),
    [
        ({"memry": 1}, TypeError, "There is no setting memry; did you mean memory?"),
        ({"memory": "4 apples"}, ValueError, "memory: a size such as 4Gi"),
        ({"cpu": "x"}, ValueError, "cpu: cores such as 2"),
        ({"ranks": 1.5}, ValueError, "ranks: a whole number"),
        ({"workers": 1, "ranks": 2}, TypeError, "are the same setting"),
        ({"secret_env": {"T": "hunter2"}}, ValueError, "OBJECT/KEY of a secret"),
    ],
)
def test_what_cannot_be_read_is_named(given, error, sentence):
    with pytest.raises(error, match=re.escape(sentence)) as raised:
        to_protocol(given)
    assert "hunter2" not in str(raised.value)


def test_units_are_those_of_kubernetes():
    read = [values.size(text) for text in ("1k", "1M", "1Mi", "1MB", "1MiB", "7")]
    assert read == [1000, 10**6, 2**20, 10**6, 2**20, 7]


def test_the_packages_own_problems_are_rows_of_the_table():
    files = sorted((SOURCES / "errors").glob("*.ts"))
    table = re.sub(r"\s+", " ", "".join(file.read_text() for file in files))
    for code, (sentence, remedy) in ROWS.items():
        found = table[table.index(f" '{code}': {{ status:") :].split(" status:")[1]
        assert f"sentence: '{sentence}'" in found, code
        assert f"remedy: '{remedy}'" in found, code
    program = (SOURCES / "errors" / "program.ts").read_text()
    assert set(re.findall(r"^  '([\w-]+)'", program, re.M)) <= set(ROWS)
