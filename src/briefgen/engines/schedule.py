"""One schedule for all requests: which run together, and how long each may get."""

from collections.abc import Iterator, Sequence

from briefgen.engines.base import Decoding
from briefgen.engines.families import Family

SLACK_WORDS = 40
"""How far past the upper bound a sentence may still run to its end; the longest of news are so."""

_TOKENS_PER_WORD = 3
"""More than any tokenizer here needs for English words (1.3 to 2): room, not a promise."""


def output_limit(
    source_tokens: int, decoding: Decoding, family: Family, max_target_tokens: int
) -> int:
    """How many tokens an output may have: what is asked for, else what can be of use.

    Args:
        source_tokens: length of the source, special tokens included.
        decoding: what is asked for.
        family: whether the checkpoint translates.
        max_target_tokens: the model's own limit.

    Returns:
        At least 1; the end of the sequence is counted, what is forced before the text is not.
    """
    room = max_target_tokens - 2  # the decoder's start, and the forced first token
    if decoding.max_new_tokens is not None:
        wanted = decoding.max_new_tokens
    elif decoding.words is not None:
        wanted = _TOKENS_PER_WORD * (decoding.words[1] + SLACK_WORDS)
    elif family.translates:
        # Pashto needs up to twice the tokens of English; what is longer is a loop.
        wanted = 2 * source_tokens + 50
    else:
        wanted = max(64, source_tokens)  # no summary is longer than its article
    return max(1, min(wanted, room))


def batches(
    lengths: Sequence[int],
    *,
    most_tokens: int,
    most_rows: int | Sequence[int],
    workers: int = 1,
) -> Iterator[list[int]]:
    """Sort sources by length into batches, as few as the budgets allow and of like size.

    Args:
        lengths: of each source, in tokens.
        most_tokens: padded tokens that a batch may have.
        most_rows: sources that a batch may have, at most; or, for each source, at most that many
            in the batch of which it is the longest.
        workers: batches that run at once: each is given as many as the others.

    Yields:
        Indices into `lengths`, the longest first. Each is in one batch; a source that is over the
        budget by itself has a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda index: (-lengths[index], index))
    limits = [most_rows] * len(lengths) if isinstance(most_rows, int) else most_rows

    def split(at_most: int) -> list[list[int]]:
        found: list[list[int]] = []
        for index in order:
            if found:
                longest, rows = found[-1][0], len(found[-1])
                full = rows >= min(limits[longest], at_most)
                if not full and (rows + 1) * lengths[longest] <= most_tokens:
                    found[-1].append(index)
                    continue
            found.append([index])
        return found

    found = split(len(order))
    # A batch costs a pass over the weights whatever it holds, and an idle worker costs a core.
    wanted = -(-len(found) // workers) * workers
    if len(order) > len(found) > 1 or workers > 1:
        even = split(-(-len(order) // max(1, wanted)) or 1)
        found = even if len(even) <= wanted else found
    yield from found
