"""The version, in one place for the package, the brief and the command line."""

from importlib.metadata import version

__version__ = version("briefgen")
