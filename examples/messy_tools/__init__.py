"""Local package of messy.ipynb: found by its import and shipped with the run."""
