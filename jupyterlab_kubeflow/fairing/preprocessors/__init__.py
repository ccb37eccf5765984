"""Names of Fairing's preprocessors that notebooks import."""
