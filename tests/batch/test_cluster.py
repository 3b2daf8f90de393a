"""The same batch on a Ray cluster; skipped where the extra `ray` is not installed."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from briefgen.errors import UsageError
from tests.batch.articles import write_articles
from tests.batch.test_run import contents, ran


def test_two_workers_one_of_them_killed_make_the_same_briefs(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs briefgen[ray]")
    write_articles(tmp_path / "in", 60)
    ran(tmp_path / "in", folder=tmp_path / "plain")
    # In a process of its own: pytest blocks the sockets that Ray needs.
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.batch.cluster_run",
            str(tmp_path / "in"),
            str(tmp_path / "out"),
        ],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout.splitlines()[-1])
    assert len(said["workers"]) >= 2
    assert said["killed"] in said["workers"]
    assert contents(tmp_path / "out") == contents(tmp_path / "plain")


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.batch.cluster import Cluster

    for name in [name for name in sys.modules if name == "ray" or name.startswith("ray.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"briefgen\[ray\]"):
        Cluster("local", {}, "", threading.Event())
