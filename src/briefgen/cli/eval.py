"""`briefgen eval`: scores and rates of flags on the user's own test files."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from briefgen.cli._briefer import load_meanings
from briefgen.cli._options import (
    AfghanWords,
    Beams,
    CheckMeaning,
    Checks,
    Device,
    Digits,
    Encoder,
    Engine,
    Force,
    GlossaryFile,
    Json,
    Length,
    NoBuiltinGlossary,
    Offline,
    Quiet,
    SentenceCount,
    Threads,
    Verbose,
    Words,
)
from briefgen.errors import ModelNotInstalledError, UsageError

if TYPE_CHECKING:
    from briefgen.checks.adequacy import Adequacy
    from briefgen.evaluate.flags import Checking
    from briefgen.evaluate.records import Report, TestSet
    from briefgen.evaluate.systems import System
    from briefgen.models import Choice
    from briefgen.options import EngineOptions, SummaryOptions, TranslationOptions
    from briefgen.store import Store


def evaluate(
    context: Context,
    folder: Annotated[
        str | None,
        Argument(
            metavar="[FOLDER]", help="Test files called as in NTREX: eng.txt, prs.txt, pus.txt ..."
        ),
    ] = None,
    source: Annotated[
        str | None,
        Option("--source", help="Or: a sentence a line; for summaries, an article a line."),
    ] = None,
    reference: Annotated[
        str | None, Option("--reference", help="What people made of it, line by line.")
    ] = None,
    hypothesis: Annotated[
        list[str] | None,
        Option(
            "--hypothesis",
            metavar="[NAME=]PATH",
            help="What a system made of it: a file, or a folder for several languages. Repeatable.",
        ),
    ] = None,
    to: Annotated[
        str | None,
        Option("--to", help="Language of the references; of a FOLDER, those wanted (all)."),
    ] = None,
    source_language: Annotated[
        str, Option("--from", help="Language of the sources; the same as --to for summaries.")
    ] = "en",
    preset: Annotated[
        list[str] | None,
        Option("--preset", envvar="BRIEFGEN_PRESET", help="Models by name. Repeatable."),
    ] = None,
    translator: Annotated[
        list[str] | None,
        Option(
            "--translator",
            envvar="BRIEFGEN_TRANSLATOR",
            help="A hub id, a folder or plugin:NAME. Repeatable.",
        ),
    ] = None,
    summarizer: Annotated[
        list[str] | None,
        Option(
            "--summarizer",
            envvar="BRIEFGEN_SUMMARIZER",
            help="For summaries: a hub id, a folder, extractive or plugin:NAME. Repeatable.",
        ),
    ] = None,
    tokenize: Annotated[
        str, Option("--tokenize", help="sacrebleu's tokenizer for BLEU: 13a, intl, char or none.")
    ] = "13a",
    length: Length = None,
    words: Words = None,
    sentences: SentenceCount = None,
    engine: Engine = "auto",
    device: Device = "auto",
    beams: Beams = 4,
    threads: Threads = 0,
    digits: Digits = "native",
    afghan_words: AfghanWords = "months",
    glossary: GlossaryFile = None,
    no_builtin_glossary: NoBuiltinGlossary = False,
    adequacy: CheckMeaning = False,
    encoder: Encoder = None,
    checks: Checks = "",
    as_json: Json = False,
    output: Annotated[
        str | None,
        Option(
            "-o", "--output", metavar="PATH", help="The report: FILE.html, FILE.json, or a base."
        ),
    ] = None,
    force: Force = False,
    offline: Offline = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Score systems on test files: chrF++, BLEU, ROUGE, and how often each check finds something.

    The first system is what the others are compared with: those of --hypothesis, then
    --translator or --summarizer, then --preset. Needs: pip install 'briefgen[eval]'

    Example: briefgen eval --source en.txt --reference ps.txt --to ps --preset demo -o report
    """
    from briefgen.cli._output import print_text, tell
    from briefgen.evaluate.report import to_json, to_text
    from briefgen.evaluate.run import evaluate as run
    from briefgen.evaluate.scores import as_tokenize, check_installed
    from briefgen.options import (
        EngineOptions,
        SummaryOptions,
        TranslationOptions,
        as_afghan_words,
        as_digits,
        as_engine,
        resolve_length,
    )

    check_installed()
    files = _report_files(output, force=force)
    tests = _tests(folder, source, reference, source_language, to)
    named = {
        "hypothesis": hypothesis or [],
        "preset": preset or [],
        "translator": translator or [],
        "summarizer": summarizer or [],
    }
    checking = _checking(
        glossary,
        checks,
        load_meanings(encoder) if encoder or adequacy else None,
        builtin=not no_builtin_glossary,
    )
    asked = _Asked(
        engine=EngineOptions(
            engine=as_engine(engine), device=device, threads=threads, offline=offline
        ),
        translation=TranslationOptions(
            beams=beams, digits=as_digits(digits), afghan_words=as_afghan_words(afghan_words)
        ),
        summary=SummaryOptions(
            length=resolve_length(length=length, words=words, sentences=sentences)
        ),
        checking=checking,
        **_on_the_line(context, named, tests[0].task),
    )
    report = run(
        tests,
        asked.systems(tests),
        checking=checking,
        tokenize=as_tokenize(tokenize),
        settings=asked.settings(tests[0].task),
        progress=lambda said: tell(said, quiet=quiet),
    )
    _write(report, files, quiet=quiet)
    print_text(to_json(report) if as_json else to_text(report))


def _report_files(output: str | None, *, force: bool) -> tuple[Path, ...]:
    """Where the report goes, looked at before any work is done for it."""
    from briefgen.render.files import check_target

    if output is None:
        return ()
    path = Path(output)
    if output.endswith(("/", os.sep)) or path.is_dir():
        raise UsageError(f"{output} is a folder: name a file in it, such as {path / 'report'}")
    files = (
        (path,)
        if path.suffix.lower() in (".html", ".json")
        else tuple(path.with_name(f"{path.name}.{ending}") for ending in ("html", "json"))
    )
    for file in files:
        check_target(file, force=force)
    return files


def _write(report: "Report", files: tuple[Path, ...], *, quiet: bool) -> None:
    from briefgen.cli._output import tell
    from briefgen.evaluate.report import to_html, to_json
    from briefgen.render.files import write_files

    texts = {
        file: to_html(report) if file.suffix.lower() == ".html" else to_json(report)
        for file in files
    }
    for file in write_files({file: text.encode("utf-8") for file, text in texts.items()}):
        tell(f"wrote {file}", quiet=quiet)


def _tests(
    folder: str | None,
    source: str | None,
    reference: str | None,
    source_language: str,
    to: str | None,
) -> "tuple[TestSet, ...]":
    from briefgen.evaluate.files import read_folder, read_parallel
    from briefgen.languages import resolve_targets

    if folder is not None:
        if source or reference:
            raise UsageError("give a FOLDER, or --source and --reference, but not both")
        return read_folder(folder, source_language=source_language, to=resolve_targets(to or ""))
    if not (source and reference):
        raise UsageError(
            "nothing to evaluate on: give --source, --reference and --to, or a folder like NTREX"
        )
    if not to:
        raise UsageError(f"--to is missing: in which language is {reference}?")
    return (read_parallel(source, reference, source_language=source_language, to=to),)


def _checking(
    glossary: str | None, checks: str, adequacy: "Adequacy | None", *, builtin: bool
) -> "Checking":
    from briefgen.checks.plugged import load_checks
    from briefgen.evaluate.flags import Checking
    from briefgen.glossary.reading import read_glossary, with_builtin

    own = None if glossary is None else read_glossary(Path(glossary))
    return Checking(
        glossary=with_builtin(own, builtin=builtin),
        adequacy=adequacy,
        checks=load_checks(checks),
    )


def _on_the_line(context: Context, named: dict[str, list[str]], task: str) -> dict[str, list[str]]:
    """What names systems: who names one on the command line means no other from a settings file."""
    kept = {
        name
        for name, values in named.items()
        if values and str(context.get_parameter_source(name)).endswith("COMMANDLINE")
    }
    if not kept:  # of the settings, a model wins over a preset, as in every other command
        model = "summarizer" if task == "summarize" else "translator"
        kept = {model} if named[model] else {"preset"}
    return {name: values if name in kept else [] for name, values in named.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the user asked to have evaluated, and how."""

    engine: "EngineOptions"
    translation: "TranslationOptions"
    summary: "SummaryOptions"
    checking: "Checking"
    hypothesis: list[str]
    preset: list[str]
    translator: list[str]
    summarizer: list[str]

    def systems(self, tests: "tuple[TestSet, ...]") -> "tuple[System, ...]":
        """The systems, files first, then models.

        Raises:
            UsageError: a model of the wrong kind is asked for, or no preset is called that.
            ModelNotInstalledError: nothing is asked for, and no preset is installed.
        """
        from briefgen.evaluate.systems import Hypotheses
        from briefgen.models import Choice, nothing_installed
        from briefgen.store import Store, home_from_environment

        store = Store(home_from_environment(os.environ), offline=self.engine.offline)
        task = tests[0].task
        models, others = self.translator, self.summarizer
        if task == "summarize":
            models, others = others, models
        if others and not (models or self.preset or self.hypothesis):
            wanted, wrong = ("--summarizer", "--translator")
            if task == "translate":
                wanted, wrong = wrong, wanted
            raise UsageError(
                f"the references are {'summaries' if task == 'summarize' else 'translations'}: "
                f"give {wanted}, not {wrong}"
            )
        presets = self.preset
        if not (self.hypothesis or models or presets):
            best = store.best_installed_preset()
            if best is None:
                raise ModelNotInstalledError(nothing_installed())
            presets = [best.name]
        files = (self._file(text) for text in self.hypothesis)
        choices = (
            *((name, self._choice(task, name)) for name in models),
            *((name, Choice(preset=name)) for name in presets),
        )
        return (
            *(Hypotheses(name=name, path=path, checking=self.checking) for name, path in files),
            *(self._model(task, name, choice, store) for name, choice in choices),
        )

    def settings(self, task: str) -> dict[str, str]:
        """What the report says of how the texts were made and checked."""
        length = self.summary.length
        if task == "summarize":
            bounds = f"{length.min_words}-{length.max_words} words"
            return {
                "length": bounds if length.sentences is None else f"{length.sentences} sentences"
            }
        glossary = self.checking.glossary
        return {
            "beams": str(self.translation.beams),
            "digits": self.translation.digits,
            "afghan words": self.translation.afghan_words,
            "glossary": "none" if glossary is None else f"sha256:{glossary.sha256}",
        }

    @staticmethod
    def _file(text: str) -> tuple[str, str]:
        """Name and path; a path that has `=` in it and exists is one."""
        name, equals, path = text.partition("=")
        return (name, path) if equals and name and not Path(text).exists() else (text, text)

    @staticmethod
    def _choice(task: str, name: str) -> "Choice":
        from briefgen.models import Choice

        return Choice(summarizer=name) if task == "summarize" else Choice(translator=name)

    def _model(self, task: str, name: str, choice: "Choice", store: "Store") -> "System":
        from briefgen.evaluate.systems import SummarizerSystem, TranslatorSystem

        if task == "summarize":
            return SummarizerSystem(
                name=name,
                choice=choice,
                store=store,
                engine=self.engine,
                summary=self.summary,
                checking=self.checking,
            )
        return TranslatorSystem(
            name=name,
            choice=choice,
            store=store,
            engine=self.engine,
            translation=self.translation,
            checking=self.checking,
        )
