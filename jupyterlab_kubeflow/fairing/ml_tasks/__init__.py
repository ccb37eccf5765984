"""Tasks: a training, and later a prediction."""
