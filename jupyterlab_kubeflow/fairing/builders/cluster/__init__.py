"""Where Fairing's cluster builder read its context from."""
