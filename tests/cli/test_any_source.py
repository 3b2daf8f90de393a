"""`briefgen translate --from`: a text in any language that the checkpoint reads."""

from pathlib import Path

import pytest

from tests import checkpoints
from tests.cli.runner import Cli

TEXT = "In der Nacht fiel Schnee.\n\nDrei Pässe sind gesperrt."


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A translator of noise that reads German as well."""
    folder = tmp_path_factory.mktemp("translator") / "nllb"
    return checkpoints.nllb(folder, codes=(*checkpoints.NLLB_CODES, "deu_Latn"))


def _translate(cli: Cli, german: Path, tmp_path: Path, *more: str) -> tuple[int, str, str]:
    text = tmp_path / "text.txt"
    text.write_text(TEXT, "utf-8")
    arguments = ("--to", "ru", "--translator", str(german), "--beams", "1", "--engine", "torch")
    done = cli("translate", str(text), *arguments, *more)
    return done.code, done.out, done.err


@pytest.mark.parametrize("more", [("--from", "Deutsch"), ("--from", "deu"), ()])
def test_german_is_read_by_any_name_or_found_out(
    cli: Cli, german: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    code, out, _ = _translate(cli, german, tmp_path, *more)
    assert code == 0
    assert len(out.strip().split("\n\n")) == 2


def test_what_the_model_lacks_is_said_with_what_it_has(
    cli: Cli, german: Path, tmp_path: Path
) -> None:
    code, out, err = _translate(cli, german, tmp_path, "--from", "Uzbek")
    assert (code, out) == (1, "")
    assert "cannot read Uzbek (uz)" in err
    assert "it has en, prs, ps, ru, de" in err
    assert "Traceback" not in err


def test_what_is_no_language_is_wrong_usage(cli: Cli, german: Path, tmp_path: Path) -> None:
    code, _, err = _translate(cli, german, tmp_path, "--from", "gibberish")
    assert code == 2
    assert "unknown language 'gibberish'" in err
