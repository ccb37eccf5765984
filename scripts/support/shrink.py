"""
Makes pictures of windows small: PNG files of at most 256 colours, in place.

Pillow comes with matplotlib, in the environment ``lab``.
"""

import sys

from PIL import Image

COLOURS = 256


def shrink(path: str) -> None:
    with Image.open(path) as image:
        # Every colour counts, also one of few pixels: a green mark must not turn grey.
        few = image.convert("RGB").quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
    few.save(path, optimize=True)


if __name__ == "__main__":
    for path in sys.argv[1:]:
        shrink(path)
