"""What every reader of a format hands on: the body in blocks, and what is known about it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal["paragraph", "item", "heading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of an article's body: a paragraph, an item of a list, or a section heading."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article as a reader of one format found it, before sentences are cut.

    Attributes:
        title: empty where none was found.
        authors: as printed, in order.
        published: ISO 8601 date, or None.
        url: where it was published, if the source says so.
        language: a code that the source declares, or None; a hint, no more.
        blocks: the body in order, with nothing that is not the article's.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    language: str | None = None
    blocks: tuple[Block, ...] = ()
