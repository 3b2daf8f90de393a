"""What is known of a checkpoint before it is on this machine."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Task: TypeAlias = Literal["summarize", "translate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What is known of a checkpoint before it is on this machine.

    Attributes:
        id: hub id, or the name of an embedded one.
        task: what it does in a brief.
        licence: SPDX id; None where it has not been verified.
        commercial: the licence permits commercial use; False also where it is not known.
        parameters: how many weights, rounded as the checkpoint's name or card rounds it.
        download_bytes: what an install fetches, rounded; 0 for an embedded one, None if unknown.
        languages: briefgen's codes that it truly has.
        further_languages: other languages that it truly has, by ISO 639-1.
        persian_for_dari: has no Dari, and Persian may stand in for it where that is said.
        max_source_tokens: how long an input it was made or trained for; None: its config says.
        revision: `main`, or a commit that a named source gives.
        note: what a user should know, and where the facts are from.
        builtin: the folder under `briefgen/demo` that holds it, for an embedded one.
        prompted: was trained to follow instructions, so that the article goes into a prompt.
        converted_from: of a repository that somebody has converted for CTranslate2: the id of the
            checkpoint that it was made from. It needs no conversion here, and runs on no other
            engine.
        weights: the format of the numbers in a converted one, such as `int8`.
    """

    id: str
    task: Task
    licence: str | None
    commercial: bool
    parameters: int | None
    download_bytes: int | None
    languages: tuple[str, ...]
    further_languages: tuple[str, ...] = ()
    persian_for_dari: bool = False
    max_source_tokens: int | None
    revision: str = "main"
    note: str
    builtin: str | None = None
    prompted: bool = False
    converted_from: str | None = None
    weights: str | None = None

    @property
    def maker(self) -> str:
        """Who has published it: the part of its id before the slash."""
        return self.id.partition("/")[0]
