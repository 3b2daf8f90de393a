"""A source in any language that the checkpoint was trained on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.engines.base import Decoding, Request
from briefgen.engines.torch_engine import TorchEngine
from briefgen.errors import UnsupportedLanguageError
from tests import checkpoints
from tests.engines.conftest import load

GERMAN = "In der Nacht fiel Schnee."


@pytest.fixture(scope="module")
def nllb(tmp_path_factory: pytest.TempPathFactory) -> TorchEngine:
    codes = (*checkpoints.NLLB_CODES, "deu_Latn", "tgk_Cyrl")
    return load(checkpoints.nllb(tmp_path_factory.mktemp("any") / "nllb", codes=codes), "six")


def test_a_language_beyond_those_of_a_brief_is_read_and_never_written(nllb: TorchEngine) -> None:
    assert set(nllb.info.codes) == {"en", "prs", "ps", "ru"}
    nllb.check_source("de")
    with pytest.raises(UnsupportedLanguageError, match="cannot write 'de'"):
        nllb.check_language("de")


def test_the_code_of_the_source_is_what_the_model_reads_first(nllb: TorchEngine) -> None:
    requests = [Request(text=GERMAN, source=code, target="ru") for code in ("en", "de", "tg")]
    found = nllb.generate(requests, Decoding())
    assert len({hypotheses[0].score for hypotheses in found}) == 3


def test_a_language_that_it_lacks_is_refused_with_what_it_has(nllb: TorchEngine) -> None:
    message = r"six cannot read Uzbek \(uz\): .* it has en, prs, ps, ru, de, tg$"
    with pytest.raises(UnsupportedLanguageError, match=message):
        nllb.check_source("uz")
    with pytest.raises(UnsupportedLanguageError, match=message):
        nllb.generate([Request(text="Qor yog'di.", source="uz", target="ru")], Decoding())


def test_a_long_list_of_languages_is_cut(engine_of: Callable[[str], TorchEngine]) -> None:
    with pytest.raises(UnsupportedLanguageError, match=r"Tajik \(tg\).* and 89 more$"):
        engine_of("m2m100").check_source("tg")
    engine_of("m2m100").check_source("uz")


@pytest.mark.parametrize("family", ["small100", "madlad", "marian-many"])
def test_who_is_not_told_the_source_reads_any(
    family: str, engine_of: Callable[[str], TorchEngine]
) -> None:
    engine_of(family).check_source("tg")


def test_a_fixed_pair_reads_its_own_source_only(tmp_path: Path) -> None:
    pair = load(checkpoints.marian(tmp_path / "marian"), "opus-mt-en-ru")
    pair.check_source("en")
    with pytest.raises(UnsupportedLanguageError, match=r"cannot read German \(de\).* it has en$"):
        pair.check_source("de")
