"""`brief.json`: records to text and back, exactly.

The records carry the names and the order of the contract (`docs/brief-json.md`), so one codec that
walks the types of their fields serves them all. Reading is strict: a key too many, a key missing or
a value of another kind is an error that names the place, because a brief that is half understood
would be printed as if it were whole.
"""

import json
import math
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import (
    Any,
    Literal,
    NoReturn,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from briefgen.errors import BriefFormatError
from briefgen.languages import LANGUAGES, TARGETS
from briefgen.options import Calendar, Digits, Style
from briefgen.records import (
    Article,
    Brief,
    Flag,
    Length,
    ModelInfo,
    Section,
    Settings,
    Summary,
    SummarySentence,
    Title,
    TranslatedSentence,
)

SCHEMA = "briefgen/brief-1"

# Keys that briefgen writes beyond the contract: a brief of another program may lack them.
_OPTIONAL: dict[type, frozenset[str]] = {
    Article: frozenset({"headings"}),
    Section: frozenset({"title", "bottom_line"}),
    Summary: frozenset({"bottom_line", "articles", "language", "title"}),
    SummarySentence: frozenset({"article"}),
    ModelInfo: frozenset({"codes", "files"}),
    Length: frozenset({"sentences"}),
    Settings: frozenset({"checks"}),
    TranslatedSentence: frozenset({"retries", "approved"}),
    Title: frozenset({"retries"}),
}
# Of these, what is empty is left out: it says nothing that its absence does not.
_LEFT_OUT_EMPTY = frozenset({"retries", "articles", "approved", "checks"})
_KINDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "an object",
    list: "a list",
    type(None): "null",
}
_KNOWN_HINTS: dict[type, dict[str, object]] = {}
_UNTITLED = Title(text="")

_Record = TypeVar("_Record")


def to_json(brief: Brief) -> str:
    """Write a brief as `brief.json`.

    Args:
        brief: any brief.

    Returns:
        JSON indented by two spaces, keys in the order of the contract, letters as they are, and a
        newline at the end. The same brief gives the same text.

    Raises:
        ValueError: a score is not a finite number, which is a defect of what made the brief.
    """
    data = cast("dict[str, object]", _plain(brief))
    order = {code: index for index, code in enumerate(brief.settings.to)}
    translations = cast("dict[str, object]", data["translations"])
    data["translations"] = dict(
        sorted(translations.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
    )
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def record_to_dict(record: Summary | TranslatedSentence | Flag) -> dict[str, object]:
    """What `brief.json` has for one of its records.

    Args:
        record: a summary, a translated sentence or a flag.

    Returns:
        Its fields in the order of the contract, ready for `json.dumps`.
    """
    return cast("dict[str, object]", _plain(record))


def article_to_dict(article: Article) -> dict[str, object]:
    """What `extract --json` prints of an article.

    Args:
        article: a cleaned article.

    Returns:
        The object that `articles[]` of `brief.json` has, then `text` (paragraphs joined by blank
        lines, headings left out) and `headings`.
    """
    data = cast("dict[str, object]", _plain(article))
    headings = data.pop("headings")
    return {**data, "text": article.text, "headings": headings}


def load_brief(path: str | Path) -> Brief:
    """Read a `brief.json` from a file.

    Args:
        path: a file in UTF-8, with or without a byte order mark.

    Raises:
        BriefFormatError: the file cannot be read, or is not a brief; the message names the file and
            the place in it.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BriefFormatError(f"{path}: no such file: give the path of a brief.json") from None
    except IsADirectoryError:
        raise BriefFormatError(f"{path} is a folder: give the brief.json inside it") from None
    except OSError as error:
        raise BriefFormatError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise BriefFormatError(f"{path} is not UTF-8 text, so it is no brief.json") from None
    try:
        return from_json(text)
    except BriefFormatError as error:
        raise BriefFormatError(f"{path}: {error}") from error


def from_json(text: str) -> Brief:
    """Read a brief back; `from_json(to_json(brief)) == brief`.

    Args:
        text: the content of a `brief.json`.

    Raises:
        BriefFormatError: not JSON, of an unknown schema version, or wrong at the place (such as
            `articles[0].words`) that the message names.
    """
    try:
        data: object = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise BriefFormatError(
            f"not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError:  # Python refuses whole numbers of thousands of digits.
        raise BriefFormatError("not a brief: a number of too many digits") from None
    except RecursionError:
        raise BriefFormatError("not a brief: nested too deeply") from None
    if not isinstance(data, dict):
        raise BriefFormatError(f"not a brief: expected an object, found {_kind(data)}")
    _check_schema(data)
    brief = _read(Brief, data, "")
    _check_settings(brief.settings)
    _check_references(brief)
    return _with_section_titles(brief)


def _plain(value: object) -> object:
    """Records to dictionaries, tuples to lists, dictionaries sorted by key."""
    if is_dataclass(value) and not isinstance(value, type):
        optional = _OPTIONAL.get(type(value), frozenset())
        return {
            item.name: _plain(content)
            for item in fields(value)
            if (content := getattr(value, item.name)) is not None or item.name not in optional
            if content or item.name not in optional & _LEFT_OUT_EMPTY
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(value[key]) for key in sorted(value)}
    return value


def _read(expected: type[_Record], value: object, path: str) -> _Record:
    """Build the record of type `expected` from a JSON object found at `path`."""
    if not isinstance(value, dict):
        _wrong(path, "an object", value)
    hints = _hints(cast("type[Any]", expected))
    optional = _OPTIONAL.get(expected, frozenset())
    for key in value:
        if key not in hints:
            known = ", ".join(hints)
            raise BriefFormatError(f"{_join(path, key)}: unknown key; known here are {known}")
    found: dict[str, object] = {}
    for name, hint in hints.items():
        if name in value:
            found[name] = _convert(hint, value[name], _join(path, name))
        elif name not in optional:
            raise BriefFormatError(f"{_join(path, name)} is missing")
        elif expected is Section and name == "title":
            found[name] = _UNTITLED
    return cast("Callable[..., _Record]", expected)(**found)


def _convert(hint: object, value: object, path: str) -> object:
    """Convert a JSON value to the type of a record's field."""
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        if value is None:
            return None
        (inner,) = (option for option in get_args(hint) if option is not type(None))
        return _convert(inner, value, path)
    if origin is tuple:
        if not isinstance(value, list):
            _wrong(path, "a list", value)
        inner = get_args(hint)[0]
        return tuple(_convert(inner, item, f"{path}[{i}]") for i, item in enumerate(value))
    if origin is dict:
        if not isinstance(value, dict):
            _wrong(path, "an object", value)
        inner = get_args(hint)[1]
        return {key: _convert(inner, item, _join(path, key)) for key, item in value.items()}
    if origin is Literal:
        choices = get_args(hint)
        if value not in choices:
            _wrong(path, " or ".join(repr(choice) for choice in choices), value)
        return value
    if isinstance(hint, type) and is_dataclass(hint):
        return _read(cast("type[object]", hint), value, path)
    return _scalar(cast("type", hint), value, path)


def _scalar(hint: type, value: object, path: str) -> object:
    if hint is float and type(value) in (int, float):
        try:
            number = float(cast("float", value))
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise BriefFormatError(f"{path}: a number too large")
        return number
    if type(value) is not hint:
        _wrong(path, _KINDS[hint], value)
    return value


def _hints(record: type[Any]) -> dict[str, object]:
    """The types of a record's fields, in order; reading them is slow, so they are kept."""
    known = _KNOWN_HINTS.get(record)
    if known is None:
        hints = get_type_hints(record)
        known = _KNOWN_HINTS[record] = {item.name: hints[item.name] for item in fields(record)}
    return known


def _check_schema(data: Mapping[str, object]) -> None:
    schema = data.get("schema")
    if schema == SCHEMA:
        return
    if schema is None:
        raise BriefFormatError(f'schema is missing: a brief begins with "schema": "{SCHEMA}"')
    if isinstance(schema, str) and schema.startswith("briefgen/brief-"):
        raise BriefFormatError(
            f"schema: {schema!r} is a version that this briefgen does not read (it reads "
            f"{SCHEMA!r}): update briefgen, or write the brief again"
        )
    raise BriefFormatError(f"schema: expected {SCHEMA!r}, found {schema!r}: this is not a brief")


def _check_settings(settings: Settings) -> None:
    for name, value, choices in (
        ("style", settings.style, get_args(Style)),
        ("digits", settings.digits, get_args(Digits)),
        ("calendar", settings.calendar, get_args(Calendar)),
    ):
        if value not in choices:
            known = ", ".join(choices)
            raise BriefFormatError(f"settings.{name}: unknown {name} {value!r}; known are {known}")


def _check_references(brief: Brief) -> None:
    """Hold what no single value shows: ids are unique, and point at something that is there."""
    articles = {article.id: article for article in brief.articles}
    if len(articles) != len(brief.articles):
        raise BriefFormatError("articles: two articles have the same id")
    sentences = _check_summaries(brief, articles)
    for code, translation in brief.translations.items():
        path = f"translations.{code}"
        if code not in TARGETS:
            raise BriefFormatError(f"{path}: unknown language; known are {', '.join(TARGETS)}")
        language = LANGUAGES[code]
        for name, found, wanted in (
            ("language", translation.language, language.code),
            ("script", translation.script, language.script),
            ("direction", translation.direction, language.direction),
        ):
            if found != wanted:
                raise BriefFormatError(f"{path}.{name}: expected {wanted!r}, found {found!r}")
        for i, section in enumerate(translation.sections):
            _check_article(section.article, articles, f"{path}.sections[{i}]")
            known = sentences.get(section.article, set())
            for j, translated in enumerate(section.all_sentences):
                if translated.id not in known:
                    place = f"{path}.sections[{i}].sentences[{j}].id"
                    raise BriefFormatError(f"{place}: no summary has a sentence {translated.id!r}")


def _check_summaries(brief: Brief, articles: Mapping[str, Article]) -> dict[str, set[str]]:
    """The ids of the sentences of each summary, by the id of its article."""
    sentences: dict[str, set[str]] = {}
    for i, summary in enumerate(brief.summaries):
        path = f"summaries[{i}]"
        _check_article(summary.article, articles, path)
        for name in summary.articles:
            _check_article(name, articles, path)
        known = {
            sentence.id
            for name in summary.articles or (summary.article,)
            for sentence in articles[name].sentences
        }
        for j, sentence in enumerate(summary.all_sentences):
            for k, evidence in enumerate(sentence.evidence):
                if evidence.sentence not in known:
                    place = f"{path}.sentences[{j}].evidence[{k}].sentence"
                    raise BriefFormatError(
                        f"{place}: article {summary.article!r} has no sentence "
                        f"{evidence.sentence!r}"
                    )
            if sentence.article is not None and sentence.article not in summary.articles:
                raise BriefFormatError(
                    f"{path}.sentences[{j}].article: the summary is of no article "
                    f"{sentence.article!r}"
                )
        sentences[summary.article] = {sentence.id for sentence in summary.all_sentences}
    return sentences


def _check_article(article: str, known: Mapping[str, Article], path: str) -> None:
    if article not in known:
        raise BriefFormatError(f"{path}.article: there is no article {article!r}")


def _with_section_titles(brief: Brief) -> Brief:
    """Give the one section of a translation that carries no title the title of the whole."""
    translations = {
        code: replace(
            translation, sections=(replace(translation.sections[0], title=translation.title),)
        )
        if len(translation.sections) == 1 and translation.sections[0].title is _UNTITLED
        else translation
        for code, translation in brief.translations.items()
    }
    return replace(brief, translations=translations)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BriefFormatError(f"the key {key!r} comes twice in one object")
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise BriefFormatError(f"{name} is not a number that JSON has")


def _wrong(path: str, expected: str, found: object) -> NoReturn:
    raise BriefFormatError(f"{path}: expected {expected}, found {_kind(found)}")


def _kind(value: object) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else value[:37] + "...")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _KINDS[type(value)]


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
