"""Article → Summary."""
