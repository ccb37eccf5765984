"""Mutators that give pods the credentials of a cloud."""

from . import aws, azure, docker, gcp

__all__ = ["aws", "azure", "docker", "gcp"]
