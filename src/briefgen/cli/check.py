"""`briefgen check`: the checks on text that exists, with no model."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

from typer import Argument, Option

from briefgen.checks.adequacy import Adequacy, Pair
from briefgen.checks.plugged import PluggedCheck
from briefgen.cli._briefer import finish, load_meanings, write_text
from briefgen.cli._options import (
    CheckMeaning,
    Checks,
    Encoder,
    Force,
    GlossaryFile,
    Json,
    NoBuiltinGlossary,
    Output,
    Quiet,
    Strict,
    Verbose,
)
from briefgen.errors import UsageError
from briefgen.glossary import Glossary
from briefgen.records import Flag, TranslatedSentence


def check(
    brief: Annotated[
        str | None, Argument(metavar="[BRIEF.json]", help="A brief made by briefgen.")
    ] = None,
    source: Annotated[
        str | None, Option("--source", help="Source text, a sentence a line.")
    ] = None,
    target: Annotated[str | None, Option("--target", help="Its translation, line by line.")] = None,
    to: Annotated[str | None, Option("--to", help="Language of the translation.")] = None,
    source_language: Annotated[
        str, Option("--from", help="Language of the source, any code or name.")
    ] = "en",
    glossary: GlossaryFile = None,
    no_builtin_glossary: NoBuiltinGlossary = False,
    adequacy: CheckMeaning = False,
    checks: Checks = "",
    encoder: Encoder = None,
    as_json: Json = False,
    output: Output = None,
    force: Force = False,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check translations line by line, or those of a brief.json.

    Example: briefgen check --source en.txt --target ps.txt --to ps --json
    """
    from briefgen.checks.plugged import load_checks
    from briefgen.glossary.reading import read_glossary, with_builtin
    from briefgen.serialize import record_to_dict

    if brief is not None and (source or target or to):
        raise UsageError("give a brief.json, or --source, --target and --to, but not both")
    if brief is None and not (source and target and to):
        raise UsageError("nothing to check: give a brief.json, or --source, --target and --to")
    own = None if glossary is None else read_glossary(Path(glossary))
    terms = with_builtin(own, builtin=not no_builtin_glossary)
    if source and target and to:
        pairs = _read_lines(source, target, source_language, to)
    else:
        pairs = _read_brief(Path(brief or ""))
    meanings = load_meanings(encoder) if encoder or adequacy else None
    found = _check(pairs, terms, meanings, load_checks(checks))
    if as_json:
        lines = [
            json.dumps(
                {**place, "flags": [record_to_dict(flag) for flag in flags]}, ensure_ascii=False
            )
            for place, flags in found
        ]
    else:
        lines = [
            f"{' '.join(map(str, place.values()))}: {flag.severity} {flag.code}: {flag.detail}"
            for place, flags in found
            for flag in flags
        ]
    if lines:
        write_text("\n".join(lines), output, force=force)
    finish(tuple(flag for _, flags in found for flag in flags), strict=strict, quiet=quiet)


Pairs: TypeAlias = list[tuple[dict[str, object], Pair]]
Found: TypeAlias = list[tuple[dict[str, object], tuple[Flag, ...]]]


def _read_lines(source: str, target: str, source_language: str, to: str) -> Pairs:
    from briefgen.languages import resolve, resolve_source
    from briefgen.sources.load import load_text

    language, original = resolve(to).code, resolve_source(source_language)
    sources, targets = (_lines(load_text(path)) for path in (source, target))
    if len(sources) != len(targets):
        raise UsageError(
            f"{source} has {len(sources)} lines and {target} has {len(targets)}: "
            "line n of one must translate line n of the other"
        )
    return [
        (
            {"line": n},
            Pair(
                source=one,
                target=other,
                source_language=original,
                target_language=language,
                where=f"line {n}",
            ),
        )
        for n, (one, other) in enumerate(zip(sources, targets, strict=True), start=1)
    ]


def _lines(text: str) -> list[str]:
    """Lines as `wc -l` counts them: other characters that Unicode calls line ends do not count."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _read_brief(path: Path) -> Pairs:
    from briefgen.serialize import load_brief

    brief = load_brief(path)
    return [
        (
            {"language": code, "id": sentence.id},
            Pair(
                source=sentence.source,
                target=sentence.text,
                source_language=brief.summary_language(section.article),
                target_language=code,
                where=sentence.id,
            ),
        )
        for code, translation in brief.translations.items()
        for section in translation.sections
        for sentence in section.all_sentences
        if brief.summary_language(section.article) != code
    ]


def _check(
    pairs: Pairs,
    terms: Glossary | None,
    adequacy: Adequacy | None,
    extra: Sequence[PluggedCheck],
) -> Found:
    from briefgen.checks.pair import check_pair
    from briefgen.glossary.check import check_glossary

    meanings: tuple[tuple[Flag, ...], ...] = ((),) * len(pairs)
    if adequacy is not None:
        meanings = adequacy.check([pair for _, pair in pairs])
    names = _inconsistent([pair for _, pair in pairs], terms)
    found: Found = []
    for (place, pair), spelt, meaning in zip(pairs, names, meanings, strict=True):
        flags = check_pair(
            pair.source,
            pair.target,
            source_language=pair.source_language,
            target_language=pair.target_language,
            where=pair.where,
            extra=extra,
        )
        missed = check_glossary(
            terms,
            pair.source,
            pair.target,
            source_language=pair.source_language,
            target_language=pair.target_language,
            where=pair.where,
        )
        found.append((place, (*flags, *missed, *spelt, *meaning)))
    return found


def _inconsistent(pairs: list[Pair], terms: Glossary | None) -> list[tuple[Flag, ...]]:
    """For each pair the names that are written otherwise in an earlier one of its language.

    Only of English sources are the names known from their words.
    """
    from briefgen.checks.names import names_in
    from briefgen.glossary.consistency import flag_inconsistent

    found: list[tuple[Flag, ...]] = [()] * len(pairs)
    for language in dict.fromkeys(pair.target_language for pair in pairs):
        places = [
            n
            for n, pair in enumerate(pairs)
            if pair.target_language == language and pair.source_language == "en"
        ]
        sentences = [
            TranslatedSentence(id=pairs[n].where, source=pairs[n].source, text=pairs[n].target)
            for n in places
        ]
        for n, flagged in zip(
            places, flag_inconsistent(sentences, language, names_in, terms), strict=True
        ):
            found[n] = flagged.flags
    return found
