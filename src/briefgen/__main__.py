"""`python -m briefgen` is `briefgen`."""

from briefgen.cli.app import main

main()
