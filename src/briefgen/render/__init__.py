"""Documents out: a Brief as Markdown, HTML, Word, JSON or plain text."""
