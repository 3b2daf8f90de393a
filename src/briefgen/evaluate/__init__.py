"""How good translations and summaries are, on the user's own files: scores and rates of flags."""
