"""What this cannot do as Fairing did, said with what to do instead."""

from collections.abc import Iterable

from ..client.errors import JkfError, own


def not_carried(what: str, instead: str) -> JkfError:
    """An option or name of Fairing's that has no meaning here."""
    return own("fairing-not-carried", what=what, instead=instead)


def unknown(kind: str, name: object, known: Iterable[str]) -> ValueError:
    """A name that Fairing would not know either."""
    return ValueError(f"There is no {kind} {name!r}; there are: {', '.join(known)}")


def serving(name: str) -> JkfError:
    """Serving is not there yet."""
    return own("fairing-serving", what=name)


def leftover(where: str, options: Iterable[str]) -> TypeError:
    """Options that nothing takes."""
    return TypeError(f"{where} takes no {', '.join(sorted(options))}")
