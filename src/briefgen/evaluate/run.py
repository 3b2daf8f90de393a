"""From test sets and systems to a report."""

import hashlib
from collections.abc import Sequence

from briefgen.errors import UsageError
from briefgen.evaluate.flags import Checking, count
from briefgen.evaluate.records import Output, Report, SetReport, SystemReport, TestSet
from briefgen.evaluate.scores import Tokenize, check_installed, score
from briefgen.evaluate.systems import Progress, System
from briefgen.records import Generator
from briefgen.version import __version__

MAX_LINES = 20_000
"""The bootstrap holds a number of every line in every resample: here some 2.5 GB."""

REFERENCES = "references"
"""What the report calls the rates of the references themselves."""


def evaluate(
    tests: Sequence[TestSet],
    systems: Sequence[System],
    *,
    checking: Checking,
    tokenize: Tokenize = "13a",
    settings: dict[str, str] | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Run every system on every test set, score and check what it makes.

    Systems run one after another, each on all test sets, so that one model is loaded at a time.

    Args:
        tests: one at least, all of one task.
        systems: one at least, of different names; the others are compared with the first.
        checking: what the references are checked with.
        tokenize: the tokenizer of BLEU.
        settings: what the report says was asked for.
        progress: told what is being done.

    Returns:
        The report. The same files, settings and models give the same one.

    Raises:
        UsageError: the extra is not installed, a test set is too long, or two systems have one
            name.
        BriefgenError: a file or a model cannot be used.
    """
    check_installed()
    for test in tests:
        if len(test.sources) > MAX_LINES:
            raise UsageError(
                f"{test.name} has {len(test.sources)} lines: "
                f"give at most {MAX_LINES}, a sample of them for example"
            )
    names = [system.name for system in systems]
    for name in names:
        if names.count(name) > 1 or name == REFERENCES:
            raise UsageError(f"two systems are called {name!r}: name one with NAME=FILE")
    made = [system.run(tests, progress) for system in systems]
    sets = []
    for n, test in enumerate(tests):
        progress(f"scoring {test.target_language}")
        sets.append(_report(test, [outputs[n] for outputs in made], checking, tokenize))
    return Report(
        generator=Generator(name="briefgen", version=__version__),
        settings=dict(settings or {}),
        sets=tuple(sets),
    )


def _report(
    test: TestSet, outputs: Sequence[Output], checking: Checking, tokenize: Tokenize
) -> SetReport:
    scores, signatures = score(
        [(output.name, output.texts) for output in outputs],
        test.references,
        language=test.target_language,
        tokenize=tokenize,
    )
    systems = []
    for output, found in zip(outputs, scores, strict=True):
        any_flag, rates = count(output.flags, output.codes)
        systems.append(
            SystemReport(
                name=output.name, model=output.model, scores=found, any=any_flag, rates=rates
            )
        )
    any_flag, rates = count(checking.lines(test, test.references), checking.codes(test))
    return SetReport(
        name=test.name,
        task=test.task,
        source_language=test.source_language,
        target_language=test.target_language,
        lines=len(test.sources),
        sources_sha256=_sha256(test.sources),
        references_sha256=_sha256(test.references),
        signatures=signatures,
        systems=tuple(systems),
        references=SystemReport(name=REFERENCES, model=None, scores=(), any=any_flag, rates=rates),
    )


def _sha256(lines: Sequence[str]) -> str:
    # Half of a surrogate pair can only come from a broken file, and must not stop the sum.
    text = "".join(f"{line}\n" for line in lines)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
