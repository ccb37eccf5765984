"""The kernel specification of this very interpreter."""

import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager


class OwnKernelSpecs(KernelSpecManager):
    """Knows one kernel, by every name: ipykernel in this interpreter."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Give the specification; installed ones may point to another Python."""
        return KernelSpec(
            argv=[
                sys.executable,
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
            ],
            display_name="Python",
            language="python",
        )
