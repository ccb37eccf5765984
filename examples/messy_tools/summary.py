"""Run by messy.ipynb with %run; its names appear in the notebook."""

import os

summary = f"digit {os.environ['DIGIT']} chosen by %env"

if __name__ == "__main__":
    print(summary)
