"""What can go wrong, in the codes and parameters of the error table."""

from typing import Any


class InputFault(Exception):
    """Why an input is not there: a code of ``protocol/src/errors/inputs.ts``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}

    def __str__(self) -> str:
        told = "".join(f", {name}: {value}" for name, value in self.params.items())
        return f"{self.code}{told}"


class Refused(Exception):
    """An answer that trying again would not change."""

    def __init__(self, status: int, detail: str, headers: Any = None) -> None:
        super().__init__(f"{status} {detail}".strip())
        self.status = status
        self.headers = headers or {}


class Passing(Exception):
    """What may be better at the next attempt."""

    def __init__(self, detail: str, wait: float = 0.0) -> None:
        super().__init__(detail)
        #: Seconds that the server wants to be left alone.
        self.wait = wait


class Damaged(Passing):
    """What came is not what was announced."""
