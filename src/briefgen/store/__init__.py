"""Checkpoints on this machine: found, installed from the hub, verified, removed."""

from briefgen.store.hub import HubFile, Plan
from briefgen.store.lock import LOCK_NAME, Imported, Installed, Problem
from briefgen.store.place import not_installed_words
from briefgen.store.progress import Progress
from briefgen.store.store import PresetStatus, Store, home_from_environment

__all__ = [
    "LOCK_NAME",
    "HubFile",
    "Imported",
    "Installed",
    "Plan",
    "PresetStatus",
    "Problem",
    "Progress",
    "Store",
    "home_from_environment",
    "not_installed_words",
]
