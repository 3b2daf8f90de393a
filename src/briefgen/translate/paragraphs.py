"""Plain text in, plain text out: paragraphs and line breaks stay where they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.records import TranslatedSentence
from briefgen.segment import sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The sentences of a text, and where its lines were.

    Attributes:
        sentences: of all lines, in order.
        lines: for each line of the text, how many sentences it holds; 0 for an empty line.
    """

    sentences: tuple[str, ...]
    lines: tuple[int, ...]

    def fill(self, translated: Sequence[TranslatedSentence]) -> str:
        """Put translated sentences, one for each of ours, where the originals were."""
        remaining = iter(translated)
        return "\n".join(
            " ".join(next(remaining).text for _ in range(count)) for count in self.lines
        )


def lay_out(text: str, language: str) -> Layout:
    r"""Split a text into sentences, a line at a time.

    Args:
        text: any number of lines; a line is a paragraph, an empty one parts paragraphs.
        language: briefgen's code.

    >>> lay_out("One. Two.\n\nThree.", "en").lines
    (2, 0, 1)
    """
    found = [sentences(line, language) for line in text.splitlines()]
    return Layout(
        sentences=tuple(sentence for line in found for sentence in line),
        lines=tuple(len(line) for line in found),
    )
