"""The command line: parses, prints and exits; the library does the work."""
