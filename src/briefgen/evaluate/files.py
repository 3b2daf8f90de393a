"""Test files: parallel lines, or a folder in the layout of NTREX."""

import os
from pathlib import Path

from briefgen.errors import UsageError
from briefgen.evaluate.records import TestSet
from briefgen.languages import TARGETS, resolve
from briefgen.sources.load import load_text

_NTREX = {"en": "eng", "prs": "prs", "ps": "pus", "ru": "rus"}
"""ISO 639-3, as the files of NTREX-128 are called (Federmann et al. 2022)."""


def read_lines(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """The lines of a file, as `wc -l` counts them and as sacrebleu's command reads them.

    White space at the ends of lines is cut; other characters that Unicode calls line ends stay.

    Raises:
        SourceError: the file cannot be read.
    """
    lines = load_text(path).split("\n")
    if lines[-1] == "":
        lines.pop()
    return tuple(line.rstrip() for line in lines)


def check_counts(one: str, lines: int, other: str, others: int) -> None:
    """Refuse files that cannot belong together, or are empty.

    Raises:
        UsageError: says both counts.
    """
    if lines != others:
        raise UsageError(
            f"{one} has {lines} lines and {other} has {others}: "
            "line n of one must belong to line n of the other"
        )
    if not lines:
        raise UsageError(f"{one} is empty: give a file with a line for each sentence")


def read_parallel(source: str, reference: str, *, source_language: str, to: str) -> TestSet:
    """A test set of two files.

    Args:
        source: a sentence a line, or an article a line.
        reference: its translation, or its summary, line by line.
        source_language: any code or name of the language of the sources.
        to: any code or name of that of the references.

    Raises:
        UsageError: the files have not as many lines, or a language is unknown.
        SourceError: a file cannot be read.
    """
    sources, references = read_lines(source), read_lines(reference)
    check_counts(source, len(sources), reference, len(references))
    return TestSet(
        name=reference,
        source_language=resolve(source_language).code,
        target_language=resolve(to).code,
        sources=sources,
        references=references,
    )


def find_language(folder: str, code: str, *, role: str = "ref") -> Path | None:
    """The file of a language in a folder in the layout of NTREX; None where there is none.

    Args:
        folder: holds `prs.txt`, `pus.txt` and so on, or `NAME-ref.prs.txt` as NTREX-128 has them.
        code: briefgen's code of the language.
        role: `src` or `ref`, of the longer names.

    Raises:
        UsageError: several files could be meant.
    """
    here = Path(folder)
    found: list[Path] = []
    for name in dict.fromkeys((_NTREX[code], code)):
        found += [here / f"{name}.txt", *sorted(here.glob(f"*-{role}.{name}.txt"))]
    found = [path for path in found if path.is_file()]
    if len(found) > 1:
        both = " and ".join(path.name for path in found[:2])
        raise UsageError(f"{folder} has {both}: keep one of them, or name it with --reference")
    return found[0] if found else None


def read_folder(folder: str, *, source_language: str, to: tuple[str, ...]) -> tuple[TestSet, ...]:
    """The test sets of a folder in the layout of NTREX, one for each language.

    Args:
        folder: holds a file of sources, such as `eng.txt`, and files of references.
        source_language: any code or name of the language of the sources.
        to: briefgen's codes; none for each that the folder has.

    Raises:
        UsageError: a file is missing, or two have not as many lines.
        SourceError: a file cannot be read.
    """
    original = resolve(source_language).code
    if not Path(folder).is_dir():
        raise UsageError(f"{folder} is no folder: name one with {_NTREX[original]}.txt in it")
    source = find_language(folder, original, role="src")
    if source is None:
        raise UsageError(
            f"{folder} has no {_NTREX[original]}.txt: the sources stand there, a sentence a line"
        )
    files = {code: find_language(folder, code) for code in to or TARGETS if code != original}
    missing = [code for code, path in files.items() if path is None]
    if to and missing:
        names = ", ".join(f"{_NTREX[code]}.txt" for code in missing)
        raise UsageError(f"{folder} has no {names}: leave that language out of --to")
    found = tuple(
        read_parallel(str(source), str(path), source_language=original, to=code)
        for code, path in files.items()
        if path is not None
    )
    if not found:
        raise UsageError(f"{folder} has no references: such as {_NTREX['prs']}.txt")
    return found
