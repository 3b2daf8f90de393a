"""Articles in: a path, a URL, standard input or a paste becomes a clean Article."""
