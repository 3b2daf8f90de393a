"""Plug-ins of other packages: found, loaded when named, checked, and blamed where they fail."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefgen import Briefer, plugins
from briefgen.errors import PluginError, UnsupportedLanguageError, UsageError
from briefgen.sources.load import article_from_text

EXAMPLE = Path(__file__).parent.parent / "examples" / "plugin"
TEXT = "Schools reopened on Monday. The roads are still blocked. Teachers came back to 62 classes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example is installed, apart from what the tests themselves import."""
    target = tmp_path_factory.mktemp("packages")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--no-index", "--no-deps", "--no-build-isolation", "--target", str(target)),
            str(EXAMPLE),
        ],
        check=True,
    )
    return target


@pytest.fixture
def run(packages: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Runs the real command line beside the installed example."""
    (tmp_path / "article.txt").write_text(
        f"Schools of three provinces reopen after floods\n\n{TEXT}\n", encoding="utf-8"
    )

    def call(*arguments: str) -> Ran:
        ran = subprocess.run(
            [sys.executable, "-m", "briefgen", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(packages), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(code=ran.returncode, out=ran.stdout, err=ran.stderr)

    return call


def test_doctor_lists_plug_ins_with_their_packages(run: Callable[..., Ran]) -> None:
    found = json.loads(run("doctor", "--json").out)["plugins"]
    assert {kind: [one["name"] for one in several] for kind, several in found.items()} == {
        "summarizers": ["lead"],
        "translators": ["phrasebook"],
        "checks": ["exclamation"],
        "renderers": ["csv"],
    }
    assert found["checks"][0]["distribution"] == "briefgen-example 0.1.0"


def test_a_brief_is_made_by_plug_ins_alone(run: Callable[..., Ran], tmp_path: Path) -> None:
    outcome = run(
        *("brief", "article.txt", "--to", "ru,prs", "--words", "8-12", "-o", "brief.json"),
        *("--summarizer", "plugin:lead", "--translator", "plugin:phrasebook"),
    )
    assert outcome.code == 0, outcome.err
    brief = json.loads((tmp_path / "brief.json").read_text("utf-8"))
    assert brief["models"]["summarizer"]["id"] == "plugin:lead"
    assert brief["models"]["summarizer"]["revision"] == "briefgen-example 0.1.0"
    assert brief["models"]["summarizer"]["engine"] == "plugin", (
        "a document must not say that its sentences are the article's"
    )
    assert brief["models"]["translator"]["id"] == "plugin:phrasebook"
    (summary,) = brief["summaries"]
    assert [one["text"] for one in summary["sentences"]] == [
        "Schools reopened on Monday.",
        "The roads are still blocked.",
    ]
    assert summary["sentences"][0]["evidence"][0]["sentence"] == "a1.s1"
    (section,) = brief["translations"]["ru"]["sections"]
    assert [one["text"] for one in section["sentences"]] == [
        "Школы вновь открылись в понедельник.",
        "Дороги по-прежнему перекрыты.",
    ]
    assert "untranslated" in {flag["code"] for flag in section["title"]["flags"]}, (
        "what the phrasebook lacks is checked as any translation is"
    )


def test_a_brief_names_the_checks_that_plug_ins_brought(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    outcome = run(
        *("brief", "article.txt", "--to", "ru", "--checks", "exclamation", "-o", "brief.json"),
        *("--summarizer", "plugin:lead", "--translator", "plugin:phrasebook"),
    )
    assert outcome.code == 0, outcome.err
    assert json.loads((tmp_path / "brief.json").read_text("utf-8"))["settings"]["checks"] == [
        "exclamation (briefgen-example 0.1.0)"
    ]
    assert run("render", "brief.json", "-o", "brief.md").code == 0, "it is read again"


def test_a_renderer_is_a_format(run: Callable[..., Ran], tmp_path: Path) -> None:
    outcome = run(
        *("brief", "article.txt", "--to", "ru", "--words", "8-12", "-o", "brief.csv"),
        *("--summarizer", "plugin:lead", "--translator", "plugin:phrasebook"),
    )
    assert outcome.code == 0, outcome.err
    with (tmp_path / "brief.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [
        "Школы вновь открылись в понедельник.",
        "Дороги по-прежнему перекрыты.",
    ]
    again = run("brief", "article.txt", "--to", "", "--format", "csv", "--summarizer", "extractive")
    assert (again.code, again.out) == (0, "language,id,source,text,flags\n")


def test_a_check_runs_where_it_is_named(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("The roads are still blocked.\n", encoding="utf-8")
    (tmp_path / "t.txt").write_text("Дороги по-прежнему перекрыты!\n", encoding="utf-8")
    arguments = ("check", "--source", "s.txt", "--target", "t.txt", "--to", "ru", "--json")
    assert json.loads(run(*arguments).out)["flags"] == []
    (flag,) = json.loads(run(*arguments, "--checks", "exclamation").out)["flags"]
    assert (flag["code"], flag["where"]) == ("exclamation", "line 1")


def test_nothing_is_imported_that_is_not_named(packages: Path, tmp_path: Path) -> None:
    program = (
        "import sys, briefgen.cli.app, briefgen.pipeline, briefgen.plugins as p\n"
        "assert [one.name for one in p.installed('checks')] == ['exclamation']\n"
        "assert not [name for name in sys.modules if name.startswith('briefgen_example')]\n"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(packages)},
        check=True,
    )


# What follows is registered by hand: a package is a module and the metadata beside it.


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Registers `NAME = PLACE` in a group, for a module of the given code."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    for module in [name for name in sys.modules if name.startswith("plug_")]:
        monkeypatch.delitem(sys.modules, module)

    def write(kind: plugins.Kind, name: str, code: str, package: str = "plug-one") -> None:
        module = package.replace("-", "_")
        (folder / f"{module}.py").write_text(code, encoding="utf-8")
        metadata = folder / f"{module}-2.5.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package}\nVersion: 2.5\n", encoding="utf-8"
        )
        (metadata / "entry_points.txt").write_text(
            f"[{plugins.GROUPS[kind]}]\n{name} = {module}:made\n", encoding="utf-8"
        )

    return write


CHECK = "def made(source, target, *, source_language, target_language):\n    "


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import a_module_that_is_not_there\n", r"cannot be loaded \(ModuleNotFoundError"),
        ("raise SystemError('dead')\n", r"cannot be loaded \(SystemError: dead\)"),
        ("other = 1\n", r"cannot be loaded \(AttributeError"),
        ("made = 1\n", "cannot be called"),
        (f"{CHECK}raise ValueError('oh')\n", "is broken: ValueError: oh"),
        (f"{CHECK}return ['oh']\n", "gave str in place of a Flag"),
        (f"{CHECK}return None\n", "is broken: TypeError"),
        (
            f"from briefgen.records import Flag\n{CHECK}"
            "return [Flag(code='A b', severity='error', detail='')]\n",
            "'A b' is no code of a flag",
        ),
        (
            f"from briefgen.records import Flag\n{CHECK}"
            "return [Flag(code='a', severity='fatal', detail='')]\n",
            "'fatal' is no severity",
        ),
    ],
)
def test_a_broken_check_is_blamed_on_its_package(
    register: Callable[..., None], code: str, said: str
) -> None:
    from briefgen.checks.plugged import load_checks

    register("checks", "bad", code)

    def run_it() -> None:
        (check,) = load_checks("bad")
        check("A.", "Б.", source_language="en", target_language="ru", where="s1")

    with pytest.raises(PluginError, match=said) as raised:
        run_it()
    assert "'bad' of plug-one 2.5" in str(raised.value)


INFO = (
    "from briefgen.records import ModelInfo\n"
    "class made:\n"
    "    info = ModelInfo(id='', revision='', licence='MIT', engine='x', quantization='none')\n"
    "    languages = ('en', 'ru')\n"
    "    def __init__(self, options): pass\n"
)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"{INFO}    def translate(self, sentences, *, source, target): return []\n", "0 transl"),
        (f"{INFO}    def translate(self, sentences, *, source, target): 1 / 0\n", "ZeroDivision"),
        ("class made:\n    languages = ()\n    def __init__(self, options): pass\n", "Attribute"),
    ],
)
def test_a_broken_translator_is_blamed_on_its_package(
    register: Callable[..., None], tmp_path: Path, code: str, said: str
) -> None:
    register("translators", "bad", code)
    briefer = Briefer(translator="plugin:bad", home=tmp_path)
    with pytest.raises(PluginError, match=said):
        briefer.translate(["Rain fell."], to="ru")


def test_a_translator_is_asked_only_for_languages_that_it_names(
    register: Callable[..., None], tmp_path: Path
) -> None:
    code = f"{INFO}    def translate(self, sentences, *, source, target): return sentences\n"
    register("translators", "good", code)
    with pytest.raises(UnsupportedLanguageError, match=r"does not know 'ps'.*en, ru"):
        Briefer(translator="plugin:good", home=tmp_path).translate(["Rain fell."], to="ps")


@pytest.mark.parametrize("made", ["[]", "'A text.'", "['']", "[1]"])
def test_a_summary_must_be_sentences(
    register: Callable[..., None], tmp_path: Path, made: str
) -> None:
    register("summarizers", "bad", f"{INFO}    def summarize(self, a, o): return {made}\n")
    briefer = Briefer(summarizer="plugin:bad", to=(), home=tmp_path)
    with pytest.raises(PluginError, match="must be a list of sentences"):
        briefer.summarize(article_from_text(TEXT))


def test_what_a_summarizer_invents_and_its_length_are_flagged(
    register: Callable[..., None], tmp_path: Path
) -> None:
    register(
        "summarizers",
        "liar",
        f"{INFO}    def summarize(self, a, o): return ['Norway sent 95 teachers to Kabul.']\n",
    )
    briefer = Briefer(summarizer="plugin:liar", to=(), words=(10, 20), home=tmp_path)
    summary = briefer.summarize(article_from_text(TEXT))
    assert {"name-unsupported", "number-added", "length"} <= {one.code for one in summary.flags}


def test_an_unknown_name_says_what_there_is(register: Callable[..., None]) -> None:
    with pytest.raises(UsageError, match="no plug-in 'good' among the checks: install"):
        plugins.find("checks", "good")
    register("checks", "fine", f"{CHECK}return ()\n")
    with pytest.raises(UsageError, match="no plug-in 'good' among the checks: there are fine"):
        plugins.find("checks", "good")


def test_two_packages_of_one_name_are_not_guessed_between(register: Callable[..., None]) -> None:
    register("checks", "same", f"{CHECK}return ()\n", "plug-one")
    register("checks", "same", f"{CHECK}return ()\n", "plug-two")
    with pytest.raises(UsageError, match=r"plug-one 2\.5 and plug-two 2\.5 both bring"):
        plugins.find("checks", "same")
