"""Checking a translation by a glossary, and putting a required form where a wrong one stands."""

from briefgen.glossary.inflection import compose, fold, fold_with_places, pattern
from briefgen.glossary.russian import in_case_of
from briefgen.glossary.terms import Glossary, Match, Term, satisfied
from briefgen.records import Flag, Severity


def check_glossary(
    glossary: Glossary | None,
    source: str,
    target: str,
    *,
    source_language: str,
    target_language: str,
    where: str = "",
) -> tuple[Flag, ...]:
    """Flag `glossary-miss` for each term of the source that the translation does not use.

    Args:
        glossary: None for none.
        source: a sentence.
        target: its translation.
        source_language: briefgen's code. Built-in terms are English and speak of English only.
        target_language: briefgen's code.
        where: the place that the flags name.

    Returns:
        A flag a term, an error for a user's term and a warning for a built-in one, in the order
        of the source.

    >>> bank = Term(sources=("central bank",), targets={"ru": ("Центральный банк",)})
    >>> flags = check_glossary(Glossary(terms=(bank,), sha256=""), "The central bank denied it.",
    ...                        "Нацбанк это отрицает.", source_language="en", target_language="ru")
    >>> [(flag.code, flag.severity) for flag in flags]
    [('glossary-miss', 'error')]
    """
    flags = []
    for match in _first_of_each(glossary, source, source_language, target_language):
        term = match.term
        stands = _wrong_in(term, target, target_language)
        if satisfied(term, target, target_language) and not stands:
            continue
        if not stands and term.builtin and _kept_as_acronym(match, target):
            continue
        wanted = term.targets[target_language][0]
        detail = f"“{match.text}” should be “{wanted}”" + (f", not “{stands}”" if stands else "")
        severity: Severity = "warning" if term.builtin else "error"
        flags.append(Flag(code="glossary-miss", severity=severity, detail=detail, where=where))
    return tuple(flags)


def use_glossary(
    glossary: Glossary | None,
    source: str,
    target: str,
    *,
    source_language: str,
    target_language: str,
    where: str = "",
) -> tuple[str, tuple[Flag, ...]]:
    """Replace the known wrong forms of the terms of a sentence.

    The right form takes over case, number and endings where both are single words and it is sure
    how; else it stands as the glossary has it.

    Args:
        glossary: None for none.
        source: a sentence.
        target: its translation.
        source_language: briefgen's code.
        target_language: briefgen's code.
        where: the place that the flags name.

    Returns:
        The translation, and for each form that was replaced a `glossary-replaced` warning.

    >>> bank = Term(sources=("policy rate",), targets={"ru": ("ключевая ставка",)},
    ...             wrong={"ru": ("политическая ставка",)})
    >>> text, flags = use_glossary(Glossary(terms=(bank,), sha256=""), "The policy rate rose.",
    ...                            "Политическая ставка выросла.",
    ...                            source_language="en", target_language="ru")
    >>> text, [flag.code for flag in flags]
    ('Ключевая ставка выросла.', ['glossary-replaced'])
    """
    flags = []
    for match in _first_of_each(glossary, source, source_language, target_language):
        for wrong in match.term.wrong.get(target_language, ()):
            replaced = _replace(match.term, wrong, target, target_language)
            if replaced != target:
                right = match.term.targets[target_language][0]
                detail = f"“{wrong}” was replaced by “{right}” of the glossary"
                flags.append(
                    Flag(code="glossary-replaced", severity="warning", detail=detail, where=where)
                )
                target = replaced
    return target, tuple(flags)


def _first_of_each(
    glossary: Glossary | None, source: str, source_language: str, target_language: str
) -> tuple[Match, ...]:
    """The first match of each term, of those that are in the language of the source."""
    if glossary is None or source_language == target_language:
        return ()
    found: dict[int, Match] = {}
    for match in glossary.find(source, target_language):
        if source_language == "en" or not match.term.builtin:
            found.setdefault(id(match.term), match)
    return tuple(found.values())


def _kept_as_acronym(match: Match, target: str) -> bool:
    """Whether an acronym stands as it is, as in «ویدیوهای ISIS»."""
    return match.text.isupper() and fold(match.text) in fold(target)


def _wrong_in(term: Term, target: str, language: str) -> str:
    """The first known wrong form that stands outside the right ones; empty where none does."""
    for wrong in term.wrong.get(language, ()):
        if _places(term, wrong, fold(target), language):
            return wrong
    return ""


def _places(term: Term, wrong: str, folded: str, language: str) -> list[tuple[int, int]]:
    """Where a wrong form stands in a folded text, apart from the right forms."""
    right = [
        found.span()
        for form in term.targets.get(language, ())
        for found in pattern(form, language).finditer(folded)
    ]
    return [
        found.span()
        for found in pattern(wrong, language).finditer(folded)
        if not any(start < found.end() and found.start() < end for start, end in right)
    ]


def _replace(term: Term, wrong: str, target: str, language: str) -> str:
    composed = compose(target)
    folded = fold_with_places(composed)
    text = composed
    for start, end in reversed(_places(term, wrong, folded.text, language)):
        first, last = folded.places[start], folded.places[end - 1] + 1
        stood = composed[first:last]
        right = _with_ending(term.targets[language][0], wrong, stood, language)
        if stood[:1].isupper() and right[:1].islower():
            right = right[0].upper() + right[1:]
        text = text[:first] + right + text[last:]
    return text if text != composed else target


def _with_ending(right: str, wrong: str, stood: str, language: str) -> str:
    """The right form in the case and number in which the wrong one stands, where that is sure.

    Else the form of the glossary stays, which is understood.
    """
    if fold(stood) == fold(wrong) or len(right.split()) != 1 or len(wrong.split()) != 1:
        return right
    if language == "ru":
        return in_case_of(right, wrong, stood) or right
    added = stood[len(wrong) :] if stood.startswith(wrong) else ""
    takes_the_same = _vowel(right) == _vowel(wrong)
    return right + added if takes_the_same else right


def _vowel(word: str) -> str:
    """The vowel that ends a word and decides on its endings; empty for a consonant."""
    last = fold(word)[-1]
    return last if last in "اویه" else ""
