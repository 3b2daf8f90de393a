"""Translations in a batch: those that each article would get alone, whatever the memory holds."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from briefgen import models
from briefgen.engines.base import Hypothesis, Request
from briefgen.memory import FILE_NAME, Entry, TranslationMemory
from briefgen.memory.remembering import Remembering
from briefgen.options import TranslationOptions
from briefgen.translate.translator import Translator, decoding
from tests.batch.articles import write_articles
from tests.batch.test_run import briefer, contents, ran
from tests.translate.fakes import FakeEngine


def _answer(request: Request) -> Sequence[Hypothesis]:
    return [Hypothesis(text=f"Перевод: {request.text}", score=-0.25)]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeEngine:
    """Every translator uses this engine, and the memory of the test's own home."""
    engine = FakeEngine(_answer)

    def load(*_: object, memory: object, recall: bool, **__: object) -> Translator:
        options = TranslationOptions()
        assert isinstance(memory, TranslationMemory)
        remembering = Remembering(
            memory,
            engine.info,
            decoding=decoding(options),
            settings={},
            approved_only=not recall,
        )
        return Translator(engine, options, memory=remembering)

    monkeypatch.setattr(models, "load_translator", load)
    monkeypatch.setenv("BRIEFGEN_HOME", str(tmp_path / "home"))
    return engine


def test_the_translator_sees_a_group_at_once(engine: FakeEngine, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 20)
    found = ran(tmp_path / "in", folder=tmp_path / "out", briefer=briefer(to=["ru"]))
    assert len(found.made) == 20
    assert len([batch for batch in engine.batches if len(batch) > 8]) == 3, "of 8, 8 and 4"


def test_what_models_wrote_before_changes_nothing(engine: FakeEngine, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 5)
    for name in ("one", "two"):
        made = ran(tmp_path / "in", folder=tmp_path / name, briefer=briefer(to=["ru"]))
        assert len(made.made) == 5
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    halves = len(engine.batches) // 2
    assert engine.batches[:halves] == engine.batches[halves:], "asked as if for the first time"


def test_what_a_person_approved_is_used(engine: FakeEngine, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 1)
    title = "Kunduz repairs 3 wells"
    with TranslationMemory(tmp_path / "home" / FILE_NAME) as memory:
        memory.store(
            [
                Entry(
                    sentence=title,
                    source="en",
                    target="ru",
                    text="В Кундузе починили 3 колодца",
                    origin="human",
                )
            ]
        )
    ran(tmp_path / "in", folder=tmp_path / "out", briefer=briefer(to=["ru"]))
    assert "В Кундузе починили 3 колодца" in (tmp_path / "out" / "wells000.md").read_text("utf-8")


def test_an_article_in_a_language_that_the_model_lacks_fails_alone_and_is_named(
    engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_articles(tmp_path / "in", 3)
    whole = engine.check_language

    def check(code: str) -> None:
        whole("xx" if code == "fr" else code)

    monkeypatch.setattr(engine, "check_language", check)
    paths[1].write_text(
        "Le conseil de la ville a voté jeudi la reconstruction du vieux pont de pierre. "
        "Les ingénieurs ont dit que les travaux dureront onze mois et coûteront cher.\n",
        encoding="utf-8",
    )
    found = ran(tmp_path / "in", folder=tmp_path / "out", briefer=briefer(to=["ru"]))
    assert found.made == ["wells000", "wells002"]
    ((source, error),) = found.ended.failed
    assert source in error
