"""Values of cells: their text, their rich form, their image."""

from typing import Any, Dict, Optional

from . import figures
from .session import Session, current
from .texts import cut

#: Bytes of HTML that an event may carry.
HTML_LIMIT = 256 * 1024


def display(*values: Any, **_options: Any) -> None:
    """
    Show values as IPython's `display` does.

    In a run they become events; without the runner their text is printed.
    """
    session = current()
    for value in values:
        if session is None:
            print(text_of(value))
        else:
            show(value, session)


def show(value: Any, session: Session) -> None:
    """Report one value: its image as a figure, anything else as text and HTML."""
    if figures.save_value(value, session):
        return
    image = _rich(value, "_repr_png_")
    if isinstance(image, (bytes, str)):
        figures.save_png(image, session)
        return
    fields: Dict[str, Any] = {"text": cut(text_of(value))}
    html = html_of(value)
    if html is not None:
        fields["html"] = html
    session.emit("value", **fields)


def text_of(value: Any) -> str:
    """Take `repr`, or say why there is none."""
    try:
        return repr(value)
    except Exception as error:
        kind = type(value).__qualname__
        return f"<{kind} without a text form: repr raised {type(error).__qualname__}>"


def html_of(value: Any) -> Optional[str]:
    """Take the rich form, when there is one of bearable size."""
    return bounded_html(_rich(value, "_repr_html_"))


def bounded_html(html: Any) -> Optional[str]:
    """Take HTML that an event may carry; half a page of HTML is none."""
    if not isinstance(html, str) or len(html) > HTML_LIMIT:
        return None
    return html if len(html.encode("utf-8", "surrogatepass")) <= HTML_LIMIT else None


def _rich(value: Any, method: str) -> Any:
    """
    Call a display method; whatever goes wrong, there is none.

    Looked up on the type, for objects that answer to every name, and not at all on
    classes, whose methods have no object to speak of.
    """
    try:
        # `type`, not `isinstance`: a class may lie about what its objects are.
        if issubclass(type(value), type) or not hasattr(type(value), method):
            return None
        form = getattr(value, method)()
    except Exception:
        return None
    # Data with metadata.
    return form[0] if isinstance(form, tuple) and form else form
