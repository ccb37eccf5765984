"""Reads the digits."""

import numpy as np

from .pixels import scale


def load(path):
    """Images (n, 8, 8) between 0 and 1, and the digit of each."""
    table = np.loadtxt(path, delimiter=",")
    return scale(table[:, :64]).reshape(-1, 8, 8), table[:, 64].astype(int)
