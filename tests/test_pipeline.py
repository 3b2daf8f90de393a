"""The library's front door, with the embedded models and with none."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

import briefgen
from briefgen import Brief, Briefer, BriefgenError, load_article, load_brief
from briefgen.errors import ModelNotInstalledError, UsageError
from briefgen.serialize import to_json
from tests.cli.conftest import ARTICLE

SENTENCES = [
    "The talks in Kabul ended on Thursday without an agreement.",
    "The World Food Programme said that 300 families had received aid.",
]


@pytest.fixture(scope="module")
def article_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "floods.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def demo() -> Briefer:
    return Briefer(preset="demo", to=["prs", "ps", "ru"], length="short")


@pytest.fixture(scope="module")
def brief(demo: Briefer, article_path: Path) -> Brief:
    return demo.brief(article_path)


def test_a_brief_has_every_language_in_order_and_no_sentence_is_lost(brief: Brief) -> None:
    assert list(brief.translations) == ["prs", "ps", "ru"]
    wanted = [(s.id, s.text) for s in brief.summaries[0].sentences]
    for translation in brief.translations.values():
        (section,) = translation.sections
        assert [(s.id, s.source) for s in section.sentences] == wanted
        assert all(sentence.text for sentence in section.sentences)
        assert translation.title.text


def test_a_brief_keeps_its_length(brief: Brief) -> None:
    assert 50 <= brief.summaries[0].words <= 70


def test_a_brief_names_its_models_with_checksums_and_licences(brief: Brief) -> None:
    for model in (brief.models.summarizer, brief.models.translator):
        assert model is not None
        assert model.id.startswith("briefgen/demo-")
        assert model.licence == "CC0-1.0"
        assert model.revision
        assert all(len(digest) == 64 for digest in model.files.values())
        assert "model.safetensors" in model.files


def test_what_the_small_model_is_not_sure_of_is_an_error(demo: Briefer) -> None:
    strange = "Quantum chromodynamics forbids isolated quarks, the violinist giggled moistly."
    for sentences in demo.translate([strange], ["prs", "ps", "ru"]).values():
        assert ("low-confidence", "error") in {(f.code, f.severity) for f in sentences[0].flags}


def test_flags_are_counted(brief: Brief) -> None:
    errors = sum(flag.severity == "error" for flag in brief.flags)
    assert brief.checks.errors == errors
    assert brief.checks.errors + brief.checks.warnings == len(brief.flags)
    assert sum(brief.checks.by_code.values()) == len(brief.flags)


def test_the_same_input_gives_the_same_brief(brief: Brief, article_path: Path) -> None:
    again = Briefer(preset="demo", length="short").brief(article_path)
    assert dataclasses.replace(again, created=brief.created, timings=brief.timings) == brief


def test_a_brief_survives_its_file(brief: Brief, tmp_path: Path) -> None:
    path = brief.save(tmp_path / "brief.json")
    assert load_brief(path) == brief
    assert path.read_text("utf-8") == to_json(brief)
    assert brief.save(tmp_path / "brief.docx").stat().st_size > 10_000


def test_translate_gives_a_tuple_for_one_language_and_a_dict_for_several(demo: Briefer) -> None:
    one = demo.translate(SENTENCES, to="ps")
    several = demo.translate(SENTENCES, to=["prs", "ps", "ru"])
    assert list(several) == ["prs", "ps", "ru"]
    assert several["ps"] == one
    assert [sentence.source for sentence in one] == SENTENCES


def test_translations_do_not_depend_on_their_company(demo: Briefer) -> None:
    together = demo.translate(SENTENCES, to="ru")
    alone = [demo.translate([sentence], to="ru")[0] for sentence in SENTENCES]
    assert [s.text for s in together] == [s.text for s in alone]


def test_the_extractive_summarizer_needs_no_model(article_path: Path) -> None:
    briefer = Briefer(summarizer="extractive", words=60, to=[])
    summary = briefer.summarize(load_article(article_path))
    assert 54 <= summary.words <= 66
    source = " ".join(ARTICLE.split())
    assert all(sentence.text in source for sentence in summary.sentences)
    assert all(sentence.evidence[0].score == pytest.approx(1.0) for sentence in summary.sentences)
    assert briefer.brief(article_path).translations == {}


def test_several_articles_become_sections_of_one_brief(article_path: Path) -> None:
    briefer = Briefer(summarizer="extractive", sentences=1, to=[])
    article = load_article(article_path)
    brief = briefer.brief(article, article_path)
    assert [a.id for a in brief.articles] == ["a1", "a2"]
    assert brief.articles[1].sentences[0].id == "a2.s1"
    assert [s.article for s in brief.summaries] == ["a1", "a2"]


def test_a_batch_is_lazy_and_goes_on_after_a_bad_source(article_path: Path) -> None:
    taken = []

    def sources() -> object:
        for source in (article_path, "missing.txt", article_path):
            taken.append(source)
            yield source

    results = Briefer(summarizer="extractive", sentences=1, to=[]).batch(sources())  # type: ignore[arg-type]
    first = next(results)
    assert len(taken) == 1
    assert first.brief is not None
    rest = list(results)
    assert isinstance(rest[0].error, BriefgenError)
    assert rest[1].brief is not None


def test_a_batch_is_cancelled_by_closing_it(article_path: Path) -> None:
    taken = []

    def sources() -> object:
        while True:
            taken.append(article_path)
            yield article_path

    results = Briefer(summarizer="extractive", sentences=1, to=[]).batch(sources())  # type: ignore[arg-type]
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(taken) == 1
    assert list(results) == []


def test_a_model_that_is_not_here_is_found_out_before_work_is_done(
    article_path: Path, tmp_path: Path
) -> None:
    briefer = Briefer(
        summarizer="extractive", translator="facebook/nllb-200-distilled-600M", home=tmp_path
    )
    with pytest.raises(ModelNotInstalledError, match="models install"):
        briefer.brief(article_path)


def test_no_source_is_a_wrong_use() -> None:
    with pytest.raises(UsageError):
        Briefer(summarizer="extractive", to=[]).brief()


def test_a_text_instead_of_a_list_is_a_wrong_use(demo: Briefer) -> None:
    with pytest.raises(UsageError, match="list"):
        demo.translate("One sentence.", to="ps")


def test_the_public_names_are_exactly_these() -> None:
    assert briefgen.__all__ == sorted(briefgen.__all__)
    assert set(briefgen.__all__) == {
        "Article",
        "BatchResult",
        "Brief",
        "Briefer",
        "BriefgenError",
        "Flag",
        "Summary",
        "TranslatedSentence",
        "Translation",
        "__version__",
        "load_article",
        "load_brief",
    }
    for name in briefgen.__all__:
        assert getattr(briefgen, name) is not None
    with pytest.raises(AttributeError):
        _ = briefgen.nothing_of_that_name


def test_every_module_can_be_imported_alone() -> None:
    """Cold, in one process each would be slow: one process, in an order that is not ours."""
    script = (
        "import importlib, pkgutil, briefgen\n"
        "names = [m.name for m in pkgutil.walk_packages(briefgen.__path__, 'briefgen.')]\n"
        "for name in reversed(names):\n"
        "    if not name.endswith('__main__'):\n"
        "        importlib.import_module(name)\n"
        "print(len(names))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 30
