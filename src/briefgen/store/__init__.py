"""Checkpoints on this machine: found, installed from the hub, verified, removed."""

from briefgen.store.hub import HubFile, Plan
from briefgen.store.lock import LOCK_NAME, Installed, Problem
from briefgen.store.store import (
    Imported,
    PresetStatus,
    Progress,
    Store,
    home_from_environment,
    not_installed_words,
)

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
