"""What the checks must reach on human translations, whole and with faults planted in them."""

import hashlib
import importlib.util
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefgen.checks.pair import check_pair

SHARED = Path(
    os.environ.get("BRIEFGEN_SHARED") or Path(__file__).resolve().parents[2].parent / "shared"
)
DATA, TOOL = SHARED / "data" / "ntrex-dev", SHARED / "tools" / "score_checks.py"
pytestmark = pytest.mark.skipif(
    not (DATA / "eng.txt").exists() or not TOOL.exists(),
    reason="the translations to measure by are not on this machine",
)

# Of the lines that this file has; lowering a floor is a decision.
ENGLISH_SHA256 = "e501ced0d03f8802498affc25658c0ed9ea3eabf0e6e341b22efa65592ef2831"
FALSE_ALARMS = {"prs": 0.008, "ps": 0.012, "ru": 0.010}
RECALL = 0.97
EVERY = 4  # one line in four, for time


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("score_checks", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text("utf-8").splitlines()


def _is_flagged(source: str, target: str, language: str) -> bool:
    flags = check_pair(source, target, source_language="en", target_language=language)
    return any(flag.severity == "error" for flag in flags)


@pytest.mark.parametrize("language", FALSE_ALARMS)
def test_floors(language: str) -> None:
    tool, rng = _tool(), random.Random(1)  # noqa: S311 - faults, not secrets
    source = _lines("eng.txt")
    digest = hashlib.sha256((DATA / "eng.txt").read_bytes()).hexdigest()
    assert digest == ENGLISH_SHA256, "the floors are those of other lines"
    human, other = _lines(tool.FILES[language]), _lines(tool.FILES[tool.OTHER[language]])
    alarms = sum(_is_flagged(a, b, language) for a, b in zip(source, human, strict=True))
    assert alarms / len(source) <= FALSE_ALARMS[language]
    plant: dict[str, Callable[[int], str]] = {
        "digit changed": lambda n: tool.change_digit(human[n], rng),
        "number dropped": lambda n: tool.drop_number(human[n], rng),
        "number added": lambda n: tool.add_number(human[n], rng),
        "left in English": lambda n: source[n],
        "other language": lambda n: other[n],
        "60 % missing": lambda n: tool.truncate(human[n], 0.4),
        "looped": lambda n: tool.loop(human[n], rng),
    }
    has_digits = tool.DIGITS.search
    numbered = [n for n, text in enumerate(human) if has_digits(text) and has_digits(source[n])]
    long = [n for n in range(0, len(human), EVERY) if len(human[n].split()) >= 12]
    for name, change in plant.items():
        places = numbered if name in {"digit changed", "number dropped"} else long
        caught = sum(_is_flagged(source[n], change(n), language) for n in places)
        assert caught / len(places) >= RECALL, name
