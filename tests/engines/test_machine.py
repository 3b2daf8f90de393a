"""What the machine has, and a quiet library."""

import logging
import os
import warnings
from pathlib import Path

import pytest
import torch
from transformers.utils import logging as transformers_logging

from briefgen.engines.machine import (
    choose_device,
    quiet_transformers,
    torch_threads,
    usable_cores,
)
from briefgen.errors import UsageError


@pytest.fixture
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


@pytest.mark.usefixtures("eight_cores")
@pytest.mark.parametrize(
    ("quota", "cores"),
    [("200000 100000", 2), ("150000 100000", 2), ("max 100000", 8), ("9900000 100000", 8)],
)
def test_a_container_quota_bounds_the_cores(tmp_path: Path, quota: str, cores: int) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    assert usable_cores(tmp_path) == cores


@pytest.mark.usefixtures("eight_cores")
def test_the_first_version_of_control_groups_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("300000\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert usable_cores(tmp_path) == 3
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("-1\n")
    assert usable_cores(tmp_path) == 8


@pytest.mark.usefixtures("eight_cores")
def test_without_control_groups_the_affinity_counts(tmp_path: Path) -> None:
    assert usable_cores(tmp_path / "none") == 8


def test_threads_are_set_inside_and_given_back_after() -> None:
    before = torch.get_num_threads()
    with torch_threads(before + 1):
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before


def test_the_wanted_device_must_be_there() -> None:
    assert choose_device("cpu") == "cpu"
    assert choose_device("auto") in {"cpu", "cuda", "mps"}
    with pytest.raises(UsageError, match=r"cuda:99.*use auto"):
        choose_device("cuda:99")


def test_transformers_is_quiet_inside_and_as_before_after(
    capfd: pytest.CaptureFixture[str],
) -> None:
    before = transformers_logging.get_verbosity()
    logger = transformers_logging.get_logger("transformers.of_a_test")
    with quiet_transformers():
        logger.warning("not for the user")
        warnings.warn("nor this", UserWarning, stacklevel=1)
        assert transformers_logging.get_verbosity() == logging.ERROR
    assert transformers_logging.get_verbosity() == before
    assert transformers_logging.is_progress_bar_enabled()
    assert capfd.readouterr() == ("", "")
