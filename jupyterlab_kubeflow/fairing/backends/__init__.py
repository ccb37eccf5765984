"""Fairing's backends: which deployer a task has, and what a cloud adds to its pods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..build import Builder
from ..cloud import aws, gcp
from ..deploy import Deployer
from ..refusals import not_carried, serving


class BackendInterface:
    """What a task asks of a backend; our own may change any of it."""

    def get_builder(
        self, preprocessor: Any = None, base_image: str | None = None, **options: Any
    ) -> Builder:
        """How the code comes onto the image: as `append`, with nothing to choose."""
        del preprocessor, options
        return Builder("append", {"base_image": base_image})

    def get_training_deployer(
        self, pod_spec_mutators: Sequence[Any] | None = None
    ) -> Deployer:
        """Where and as what it is trained."""
        raise NotImplementedError("BackendInterface.get_training_deployer")

    def get_serving_deployer(self, model_class: str, **options: Any) -> Any:
        """Serving is not there yet."""
        del model_class, options
        raise serving("A serving deployer")

    def get_base_container(self) -> str | None:
        """None: the image is the plan's choice, by kernel and framework."""
        return None

    #: As Fairing spelled it.
    def get_base_contanier(self) -> str | None:
        """As `get_base_container`."""
        return self.get_base_container()

    def get_docker_registry(self) -> str | None:
        """None: the cluster's configuration says it."""
        return None


class KubernetesBackend(BackendInterface):
    """A namespace of the current context."""

    #: Mutators that the cloud needs.
    mutators: Sequence[Any] = ()

    def __init__(
        self,
        namespace: str | None = None,
        build_context_source: Any = None,
        context: str | None = None,
    ) -> None:
        self._namespace = namespace
        self._context = context
        self.build_context_source = build_context_source

    def get_training_deployer(
        self, pod_spec_mutators: Sequence[Any] | None = None
    ) -> Deployer:
        """A Job, with the mutators of the cloud behind those given."""
        options = {
            "namespace": self._namespace,
            "context": self._context,
            "pod_spec_mutators": [*(pod_spec_mutators or []), *self.mutators],
        }
        return Deployer("job", options)


class GKEBackend(KubernetesBackend):
    """Workload identity."""

    mutators = (gcp.add_gcp_credentials_if_exists,)


class AWSBackend(KubernetesBackend):
    """The Secret ``aws-secret``, where it is."""

    mutators = (aws.add_aws_credentials_if_exists,)


class AzureBackend(KubernetesBackend):
    """What it added was for the pod that built images."""


class IBMCloudBackend(KubernetesBackend):
    """What it added was for the pod that built images."""


class KubeflowBackend(KubernetesBackend):
    """Kubeflow's own namespaces are those of its profiles: the context's."""


class KubeflowGKEBackend(GKEBackend):
    """As `GKEBackend`."""


class KubeflowAWSBackend(AWSBackend):
    """As `AWSBackend`."""


class KubeflowAzureBackend(AzureBackend):
    """As `AzureBackend`."""


class GCPManagedBackend(BackendInterface):
    """AI Platform, which is no cluster."""

    def __init__(self, *args: Any, **options: Any) -> None:
        del args, options
        raise not_carried(
            "GCPManagedBackend (AI Platform)", "Use GKEBackend, or another cluster."
        )
