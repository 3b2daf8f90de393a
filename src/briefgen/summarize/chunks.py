"""An article in parts that a model can read whole."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefgen.records import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Neighbouring sentences of an article.

    Attributes:
        text: the sentences joined by spaces.
        first: index of the first sentence.
        last: index of the last one, included.
    """

    text: str
    first: int
    last: int


def split(
    sentences: Sequence[Sentence], limit: int, count_tokens: Callable[[str], int]
) -> tuple[Chunk, ...]:
    """Split an article at paragraph borders into parts of about the same length.

    A paragraph that does not fit is split between its sentences. A sentence that does not fit even
    alone is left out: the model could only read a piece of it.

    Args:
        sentences: of the article, in order.
        limit: tokens that the model reads.
        count_tokens: length of a chunk's text in tokens, with all that is put around it.

    Returns:
        Chunks in order, each of at most `limit` tokens.
    """
    pieces = _pieces(sentences, limit, count_tokens)
    lengths = [count_tokens(_text(sentences, first, last)) for first, last in pieces]
    # As few parts as can be, and then all of about the same length: no last one of two lines.
    parts = max(1, math.ceil(sum(lengths) / limit))
    target = sum(lengths) / parts
    chunks: list[Chunk] = []
    current: tuple[int, int] | None = None
    filled = 0
    for (first, last), tokens in zip(pieces, lengths, strict=True):
        if current is not None and first == current[1] + 1 and filled + tokens / 2 <= target:
            joined = _text(sentences, current[0], last)
            if count_tokens(joined) <= limit:
                current, filled = (current[0], last), filled + tokens
                continue
        if current is not None:
            chunks.append(_chunk(sentences, *current))
        current, filled = (first, last), tokens
    if current is not None:
        chunks.append(_chunk(sentences, *current))
    return tuple(chunks)


def _pieces(
    sentences: Sequence[Sentence], limit: int, count_tokens: Callable[[str], int]
) -> list[tuple[int, int]]:
    """Paragraphs that fit, and the sentences of those that do not, as first and last index."""
    pieces: list[tuple[int, int]] = []
    first = 0
    for index, sentence in enumerate(sentences):
        ends = index + 1 == len(sentences) or sentences[index + 1].paragraph != sentence.paragraph
        if not ends:
            continue
        if count_tokens(_text(sentences, first, index)) <= limit:
            pieces.append((first, index))
        else:
            pieces.extend(
                (number, number)
                for number in range(first, index + 1)
                if count_tokens(sentences[number].text) <= limit
            )
        first = index + 1
    return pieces


def _text(sentences: Sequence[Sentence], first: int, last: int) -> str:
    return " ".join(sentence.text for sentence in sentences[first : last + 1])


def _chunk(sentences: Sequence[Sentence], first: int, last: int) -> Chunk:
    return Chunk(text=_text(sentences, first, last), first=first, last=last)
