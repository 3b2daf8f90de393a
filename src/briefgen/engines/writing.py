"""Where a text that grows token by token may end, and where it must: in words, not in tokens.

Both engines ask this: torch at every step of the search, CTranslate2 of what it has written.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefgen.engines.schedule import SLACK_WORDS
from briefgen.words import count_words

_NEARLY_FULL_WORDS = 8
"""With fewer words left than a sentence of news has, none is begun."""

_CLOSERS = "\"'»”’)]"
_SENTENCE_END = re.compile(rf"[.!?؟۔…][\s{re.escape(_CLOSERS)}]*$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“‘'])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]"
    r"|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|St|No|Jr|Sr|vs|etc)\.$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The text of a row so far: a closed part, and the tokens of its last word."""

    closed_words: int = 0
    closed_end: str = ""
    tail: tuple[int, ...] = ()
    tail_text: str = ""

    @property
    def words(self) -> int:
        """Words so far."""
        return self.closed_words + count_words(self.tail_text)

    @property
    def end(self) -> str:
        """The last characters."""
        return f"{self.closed_end} {self.tail_text}".strip()

    @property
    def ends_sentence(self) -> bool:
        """Whether the text stands at a sentence's end, as far as signs tell."""
        return _SENTENCE_END.search(self.end) is not None


class Writer:
    """Follows a text's growth.

    Args:
        bounds: in words of `briefgen.words`, both included.
        decode: text of some tokens.
        begins_word: by id, whether a token begins with a space.
    """

    def __init__(
        self,
        bounds: tuple[int, int],
        *,
        decode: Callable[[Sequence[int]], str],
        begins_word: Sequence[bool],
    ) -> None:
        self._low, self._high = bounds
        self._decode = decode
        self._begins = begins_word

    def grown(self, written: Written, token: int) -> Written:
        """The text, one token on."""
        if self._begins[token]:
            return Written(
                closed_words=written.words,
                closed_end=written.end[-24:],
                tail=(token,),
                tail_text=self._decode((token,)).strip(),
            )
        tail = (*written.tail, token)
        return Written(
            closed_words=written.closed_words,
            closed_end=written.closed_end,
            tail=tail,
            tail_text=self._decode(tail).strip(),
        )

    def may_end(self, written: Written) -> bool:
        """Not below the lower bound, nor within a sentence, unless it runs far over the upper."""
        if written.words < self._low:
            return False
        return written.ends_sentence or written.words > self._high + SLACK_WORDS

    def must_end(self, written: Written) -> bool:
        """At the first end of a sentence from a few words below the upper bound on.

        Within a number or an abbreviation a text goes on without a space: whoever asks must see to
        it that the next token begins a word.
        """
        return (
            written.words >= self._low
            and written.words > self._high - _NEARLY_FULL_WORDS
            and written.ends_sentence
            and not _ABBREVIATION.search(written.end)
        )
