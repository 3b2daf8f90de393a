"""Summary → Translation."""
