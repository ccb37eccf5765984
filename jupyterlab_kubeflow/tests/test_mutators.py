"""What mutators do becomes settings, or else what is put into the manifest."""

from typing import ClassVar

import pytest

from jupyterlab_kubeflow.fairing import cloud
from jupyterlab_kubeflow.fairing.changes import changes_of, edited
from jupyterlab_kubeflow.fairing.kubernetes import utils
from jupyterlab_kubeflow.fairing.pods import Model, plain, pod_spec


def settings(*mutators):
    """Settings of the mutators, which leave nothing else."""
    changes = changes_of(mutators, None, "team")
    assert changes.rest == {}
    return changes.settings


def rest(*mutators):
    changes = changes_of(mutators, None, "team")
    assert changes.settings == {}
    return changes.rest


GB = [
    (1, 10**9),
    (0.5, 5 * 10**8),
    ("4Gi", 4 * 2**30),
]


@pytest.mark.parametrize(("given", "read"), GB)
def test_memory_is_what_was_asked_for(given, read):
    assert settings(utils.get_resource_mutator(memory=given)) == {"memory": read}


def test_resources():
    made = settings(utils.get_resource_mutator(cpu=2, memory=1, gpu=1))
    gpu = {"count": 1, "resource": "nvidia.com/gpu"}
    assert made == {"cpu": 2.0, "memory": 10**9, "gpu": gpu}
    other = settings(utils.get_resource_mutator(gpu=2, gpu_vendor="amd"))
    assert other == {"gpu": {"count": 2, "resource": "amd.com/gpu"}}
    # Limits of an earlier mutator are gone, as with Fairing.
    both = utils.get_resource_mutator(cpu=1), utils.get_resource_mutator(memory=1)
    assert settings(*both) == {"memory": 10**9}
    assert settings(utils.get_resource_mutator()) == {}


def test_volumes():
    assert settings(utils.mounting_pvc("data")) == {
        "volumes": {"/mnt": {"claim": "data"}}
    }
    twice = (
        utils.volume_mounts("pvc", "data", "/a", sub_path="x"),
        utils.volume_mounts("pvc", "data", "/b"),
    )
    expected = {"/a": {"claim": "data", "sub_path": "x"}, "/b": {"claim": "data"}}
    assert settings(*twice) == {"volumes": expected}
    assert rest(utils.volume_mounts("secret", "s", "/s")) == {
        "volumes": [{"name": "fairing-volume-s", "secret": {"secretName": "s"}}],
        "model": {"volumeMounts": [{"name": "fairing-volume-s", "mountPath": "/s"}]},
    }
    config = rest(utils.volume_mounts("config_map", "c", "/c"))["volumes"]
    assert config == [{"name": "fairing-volume-c", "configMap": {"name": "c"}}]
    with pytest.raises(ValueError, match="pvc, secret, config_map"):
        utils.volume_mounts("disk", "d", "/d")


def test_variables_and_nodes():
    made = settings(utils.add_env({"A": 1}), utils.add_secret_env("s", "K", N="k"))
    assert made == {"env": {"A": "1"}, "secret_env": {"K": "s/K", "N": "s/k"}}
    selectors = utils.get_node_selector({"a": "1"}), utils.get_node_selector({"b": "2"})
    assert settings(*selectors) == {"node_selector": {"b": "2"}}


def test_clouds():
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    made = settings(cloud.aws.add_aws_credentials)
    assert made == {"secret_env": {key: f"aws-secret/{key}" for key in keys}}
    optional = rest(cloud.aws.add_aws_credentials_if_exists)["model"]["env"]
    refs = [variable["valueFrom"]["secretKeyRef"] for variable in optional]
    assert refs == [{"name": "aws-secret", "key": k, "optional": True} for k in keys]
    identity = settings(cloud.gcp.add_gcp_credentials_if_exists)
    assert identity == {"service_account": "default-editor"}
    gcp = changes_of([cloud.gcp.add_gcp_credentials], None, "n")
    file = "/etc/secrets/user-gcp-sa.json"
    assert gcp.settings == {"env": {"GOOGLE_APPLICATION_CREDENTIALS": file}}
    assert gcp.rest["volumes"][0]["secret"] == {"secretName": "user-gcp-sa"}
    pull = settings(cloud.docker.add_docker_credentials)
    assert pull == {"image_pull_secrets": ["docker-secret"]}
    building = cloud.aws.add_ecr_config, cloud.azure.add_acr_config
    assert settings(*building, cloud.azure.add_azure_files) == {}


def test_what_a_user_writes_is_read_in_any_form():
    class V1Toleration:
        """As the Kubernetes client has it."""

        attribute_map: ClassVar = {
            "key": "key",
            "toleration_seconds": "tolerationSeconds",
        }

        def __init__(self, key, toleration_seconds=None):
            self.key, self.toleration_seconds = key, toleration_seconds

    def mutate(manager, pod, namespace):
        assert pod.containers[0].name == "model" and namespace == "team"
        pod.tolerations = [V1Toleration("gpu", 3), {"key": "own"}]
        pod.nodeSelector = {"disk_type": "ssd"}
        pod.service_account_name = "trainer"
        pod.priorityClassName = "high"
        pod.image_pull_secrets = [Model(name="s")]
        pod.containers[0].image = "mine"
        pod.containers[0].env.append(Model(name="B", value="2"))

    assert settings(mutate) == {
        "tolerations": [{"key": "gpu", "tolerationSeconds": 3}, {"key": "own"}],
        "node_selector": {"disk_type": "ssd"},
        "service_account": "trainer",
        "priority_class": "high",
        "image_pull_secrets": ["s"],
        "image": "mine",
        "env": {"B": "2"},
    }


def test_what_no_setting_has_is_left_for_the_manifest():
    def mutate(manager, pod, namespace):
        pod.host_network = True
        pod.affinity = {"nodeAffinity": {}}
        pod.containers.append(Model(name="helper", image="h"))
        pod.containers[0].security_context = Model(run_as_user=5)
        pod.containers[0].resources = Model(
            limits={"cpu": 2, "ephemeral-storage": "1Gi"}, requests={"cpu": 1}
        )

    changes = changes_of([mutate], None, "n")
    assert changes.settings == {"cpu": 2.0}
    assert changes.rest == {
        "hostNetwork": True,
        "affinity": {"nodeAffinity": {}},
        "containers": [{"name": "helper", "image": "h"}],
        "model": {
            "securityContext": {"runAsUser": 5},
            "resources": {
                "limits": {"ephemeral-storage": "1Gi"},
                "requests": {"ephemeral-storage": "1Gi", "cpu": "1"},
            },
        },
    }


def test_the_rest_is_put_into_every_role_beside_what_is_there():
    def role():
        rank = {
            "name": "pytorch",
            "env": [{"name": "A", "value": "1"}],
            "resources": {"limits": {"cpu": "2"}},
        }
        spec = {"containers": [rank], "volumes": [{"name": "v"}]}
        return {"template": {"spec": spec}}

    manifest = {"spec": {"pytorchReplicaSpecs": {"Master": role(), "Worker": role()}}}
    left = {
        "hostIPC": True,
        "containers": [{"name": "helper"}],
        "volumes": [{"name": "w", "emptyDir": {}}],
        "model": {
            "env": [{"name": "B", "valueFrom": {}}],
            "resources": {"limits": {"x": "1"}},
        },
    }
    made = edited(manifest, left)["spec"]["pytorchReplicaSpecs"]
    assert made["Master"] == made["Worker"]
    spec = made["Worker"]["template"]["spec"]
    rank, helper = spec["containers"]
    assert rank["env"] == [{"name": "A", "value": "1"}, {"name": "B", "valueFrom": {}}]
    assert rank["resources"] == {"limits": {"cpu": "2", "x": "1"}}
    assert helper == {"name": "helper"} and spec["hostIPC"]
    assert [volume["name"] for volume in spec["volumes"]] == ["v", "w"]
    # What was given is as it was.
    assert manifest["spec"]["pytorchReplicaSpecs"]["Master"] == role()


def test_models_are_those_of_the_client_in_all_that_counts():
    spec = pod_spec("i")
    assert spec.node_selector is None and spec.nodeSelector is None
    spec.nodeSelector = {"a": "b"}
    assert spec.node_selector == {"a": "b"}
    assert spec.to_dict()["containers"][0]["working_dir"] == "/app/"
    assert plain(spec)["containers"][0]["workingDir"] == "/app/"
    assert Model(a=1) == Model(a=1) != Model(a=2)
    with pytest.raises(AttributeError):
        _ = spec.openapi_types
