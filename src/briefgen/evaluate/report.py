"""A report for a terminal, for a browser, and for a program."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from briefgen.evaluate.records import Rate, Report, Score, SetReport, SystemReport
from briefgen.languages import LANGUAGES

SURE = 0.05
"""A difference to the first system with a smaller p-value is marked by `*`."""


def to_json(report: Report) -> str:
    """The report as JSON, its keys those of `records`, with a newline at the end."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n"


def to_text(report: Report) -> str:
    """The report as tables for a terminal."""
    return "\n\n".join(_set_text(one) for one in report.sets) + "\n"


def to_html(report: Report) -> str:
    """The report as one page: no script, nothing fetched."""
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        percent=_percent, interval=_interval, language=_language, codes=_codes, rate=_rate
    )
    return environment.get_template("report.html.j2").render(report=report, sure=SURE)


def _template(name: str) -> str:
    return files("briefgen.evaluate").joinpath(name).read_text(encoding="utf-8")


def _set_text(one: SetReport) -> str:
    metrics = [score.metric for score in one.systems[0].scores]
    scores = [
        ["", *metrics],
        *([system.name, *map(_score, system.scores)] for system in one.systems),
    ]
    shown: Sequence[SystemReport] = (*one.systems, one.references)
    rates = [
        ["", *(system.name for system in shown)],
        *([code, *(_cell(_rate(system, code)) for system in shown)] for code in _codes(one)),
    ]
    language, lines = _language(one.target_language), f"{one.lines} lines"
    way = "summaries in" if one.task == "summarize" else f"{_language(one.source_language)} into"
    parts = [
        f"{way} {language}, {lines}: {one.name}",
        _table(scores),
        "lines with a flag, % (95 % interval)",
        _table(rates),
        "\n".join(
            f"{', '.join(name for name in one.signatures if one.signatures[name] == made)}: {made}"
            for made in dict.fromkeys(one.signatures.values())
        ),
    ]
    if len(one.systems) > 1:
        parts[1] += f"\n* differs from {one.systems[0].name} (paired bootstrap, p < {SURE})"
    return "\n\n".join(parts)


def _codes(one: SetReport) -> tuple[str, ...]:
    """`any`, and every code that any system or the references were looked through for."""
    shown = (*one.systems, one.references)
    codes = dict.fromkeys(rate.code for system in shown for rate in system.rates)
    return (one.references.any.code, *codes)


def _rate(system: SystemReport, code: str) -> Rate | None:
    """None where the code was not looked for."""
    return next((rate for rate in (system.any, *system.rates) if rate.code == code), None)


def _cell(rate: Rate | None) -> str:
    return "-" if rate is None else f"{_percent(rate)} ({_interval(rate)})"


def _score(score: Score) -> str:
    mark = "*" if score.p_value is not None and score.p_value < SURE else ""
    return f"{score.score:.1f} ({score.low:.1f}-{score.high:.1f}){mark}"


def _percent(rate: Rate) -> str:
    return f"{100 * rate.rate:.1f}"


def _interval(rate: Rate) -> str:
    return f"{100 * rate.low:.1f}-{100 * rate.high:.1f}"


def _language(code: str) -> str:
    return LANGUAGES[code].name


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
