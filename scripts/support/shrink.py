"""
Makes pictures of windows small without changing a pixel, in place.

Fewer colours would be smaller still, but they tint the greys of a theme. Pillow comes
with matplotlib, in the environment ``lab``.
"""

import sys

from PIL import Image


def shrink(path: str) -> None:
    with Image.open(path) as image:
        # A window has nothing behind it that could show through.
        opaque = image.convert("RGB")
    opaque.save(path, optimize=True)


if __name__ == "__main__":
    for path in sys.argv[1:]:
        shrink(path)
