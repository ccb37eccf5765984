"""Names of Fairing's builders that notebooks import."""
