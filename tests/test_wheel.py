"""The wheel, installed into an environment of its own, makes a brief."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.cli.conftest import ARTICLE

ROOT = Path(__file__).resolve().parents[1]
WHEEL_LIMIT_BYTES = 30_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel and what it declares, at the pinned versions."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--constraint",
            ROOT / "constraints.txt",
            wheel,
        ],
        check=True,
        capture_output=True,
    )
    return folder


def test_the_wheel_is_no_larger_than_promised(wheel: Path) -> None:
    assert wheel.stat().st_size <= WHEEL_LIMIT_BYTES


def test_briefgen_runs_from_the_wheel_alone(environment: Path, tmp_path: Path) -> None:
    article = tmp_path / "floods.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    ended = subprocess.run(
        [
            environment / "bin" / "briefgen",
            "brief",
            article,
            "--preset",
            "demo",
            "--offline",
            "--length",
            "short",
            "--format",
            "md,html,docx,json",
            "--output",
            tmp_path / "brief",
        ],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    made = json.loads((tmp_path / "brief.json").read_text("utf-8"))
    assert list(made["translations"]) == ["prs", "ps", "ru"]
    assert {path.suffix for path in tmp_path.glob("brief.*")} == {".md", ".html", ".docx", ".json"}


def test_prompts_are_in_the_wheel(environment: Path) -> None:
    script = "from briefgen.prompting import load_prompt; print(load_prompt('summarize').version)"
    ended = subprocess.run(
        [environment / "bin" / "python", "-c", script], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip()
