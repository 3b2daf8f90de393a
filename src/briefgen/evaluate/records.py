"""The nouns of an evaluation: what is tested, what was tested, and what came of it."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from briefgen.records import Flag, Generator, ModelInfo

Task: TypeAlias = Literal["translate", "summarize"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSet:
    """Lines and what people made of them: line n of one is line n of the other.

    Attributes:
        name: what the report calls it.
        source_language: briefgen's code.
        target_language: briefgen's code; that of the source where the references are summaries.
        sources: a sentence each, or an article each where the references are summaries.
        references: as many, written by people.
    """

    __test__ = False  # pytest takes every class called Test… for one of its own

    name: str
    source_language: str
    target_language: str
    sources: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def task(self) -> Task:
        """What turns the sources into the references."""
        return "summarize" if self.source_language == self.target_language else "translate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What one system made of a test set, a text a line, with the flags of each.

    Attributes:
        name: what the report calls the system.
        texts: as many as the test set has lines.
        flags: of each text.
        codes: the codes of flags that were looked for, so that what never came is shown as 0.
        model: what wrote the texts; None where they were read from a file.
    """

    name: str
    texts: tuple[str, ...]
    flags: tuple[tuple[Flag, ...], ...]
    codes: tuple[str, ...]
    model: ModelInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A metric of one system, 0 to 100.

    Attributes:
        metric: such as `chrF++`.
        score: of all lines.
        low: lower end of the 95 % interval of the bootstrap.
        high: its upper end.
        p_value: of the difference to the first system, by the paired bootstrap; None for the first.
    """

    metric: str
    score: float
    low: float
    high: float
    p_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often a check found something.

    Attributes:
        code: of the flag.
        lines: how many lines have at least one such flag.
        errors: how many of them have one of severity `error`.
        rate: `lines` as a share of all lines, 0 to 1.
        low: lower end of the 95 % interval (Wilson 1927).
        high: its upper end.
    """

    code: str
    lines: int
    errors: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemReport:
    """The scores and the rates of one system. `any` counts lines with any flag at all."""

    name: str
    model: ModelInfo | None
    scores: tuple[Score, ...]
    any: Rate
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetReport:
    """What came of one test set.

    Attributes:
        name: of the test set.
        task: `translate` or `summarize`.
        source_language: briefgen's code.
        target_language: briefgen's code.
        lines: how many were scored.
        sources_sha256: of the sources, a newline after each.
        references_sha256: of the references, a newline after each.
        signatures: by metric, what made the score: enough to get it again.
        systems: in the order asked for; the first is what the others are compared with.
        references: rates of the references themselves: what the checks say of good text.
    """

    name: str
    task: Task
    source_language: str
    target_language: str
    lines: int
    sources_sha256: str
    references_sha256: str
    signatures: dict[str, str]
    systems: tuple[SystemReport, ...]
    references: SystemReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole evaluation: what `report.json` holds."""

    schema: str = "briefgen/eval-1"
    generator: Generator
    settings: dict[str, str] = field(default_factory=dict)
    sets: tuple[SetReport, ...]
