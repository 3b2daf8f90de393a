"""A decoder for the wanted languages only.

The encoder keeps the whole vocabulary, and so reads as before. The decoder's embeddings and its
projection keep the rows of the wanted pieces: the last layer, most of a step's work in a model of
256,000 pieces, shrinks with them, and what is left cannot answer in a foreign script. (Vocabulary
trimming: Ushio et al. 2023, "An Efficient Multilingual Language Model Compression through
Vocabulary Trimming".)
"""

import json
import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from briefgen.engines.ct2.pieces import LATIN_PIECES, kept_pieces
from briefgen.engines.ct2.record import Cut, Record, read_record, write_record
from briefgen.engines.ct2.vocabulary_files import read_vocabulary, write_vocabularies
from briefgen.engines.ct2.weights import Array, Weights, read_weights, write_weights
from briefgen.engines.families import Family
from briefgen.errors import CheckpointError

CUT_FOLDER = "cut"
"""Folder of the cut model, inside that of the whole one."""

_DECODER_ENDS = (
    "decoder/embeddings/weight",
    "decoder/projection/weight",
    "decoder/projection/bias",
)
"""What has a row for each piece that the decoder reads or writes."""


def cut(
    folder: Path,
    target: Path,
    *,
    id: str,
    family: Family,
    targets: Collection[str],
    latin_pieces: int = LATIN_PIECES,
) -> None:
    """Make a model with a cut decoder from a converted one.

    Args:
        folder: of the whole model: `model.bin`, `config.json` and its vocabulary.
        target: a folder that does not exist yet.
        id: what errors call the checkpoint.
        family: the checkpoint's row of the table.
        targets: briefgen's codes of the languages that it must write; those that the checkpoint
            lacks are left out.
        latin_pieces: how many pieces of Latin letters stay, for names.

    Raises:
        CheckpointError: a file of the model is missing or damaged.
        OSError: the folder cannot be written.
    """
    source, vocabulary = read_vocabulary(folder, id=id)
    if source != vocabulary:
        raise CheckpointError(f"{id}: its decoder has been cut before: cut the whole model instead")
    known = set(vocabulary)
    codes = {
        code: [choice.written for choice in family.codes.get(code, ()) if choice.written in known]
        for code in targets
    }
    wanted = tuple(code for code in targets if codes[code] or family.language == "source-token")
    kept = kept_pieces(
        vocabulary,
        wanted,
        always=_special(folder, id) | {token for code in wanted for token in codes[code][:1]},
        latin_pieces=latin_pieces,
    )
    target.mkdir(parents=True)
    with read_weights(folder / "model.bin") as weights:
        _write_cut(target / "model.bin", weights, kept, len(vocabulary), id)
    write_vocabularies(target, source, tuple(vocabulary[row] for row in kept))
    shutil.copyfile(folder / "config.json", target / "config.json")
    made = read_record(folder) or Record(quantization="", converter="", family=family.name)
    write_record(
        target,
        replace(
            made,
            cut=Cut(
                targets=wanted,
                latin_pieces=latin_pieces,
                rows=len(kept),
                of_rows=len(vocabulary),
            ),
        ),
    )


def _special(folder: Path, id: str) -> set[str]:
    """The tokens that CTranslate2's own config names: start, end, unknown."""
    try:
        content = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{id}: config.json is damaged: install it again") from error
    names = ("bos_token", "eos_token", "unk_token", "decoder_start_token")
    found = {content.get(name) for name in names} if isinstance(content, dict) else set()
    return {token for token in found if isinstance(token, str)} | {"<pad>", "<s>", "</s>", "<unk>"}


def _write_cut(path: Path, weights: Weights, kept: tuple[int, ...], rows: int, id: str) -> None:
    """Write the weights with the decoder's rows cut, and the encoder's left as they are.

    What shares an array with an end of the decoder, as the encoder's embeddings do, parts from it.
    """
    index = np.asarray(kept)
    ends = {f"{name}{part}" for name in _DECODER_ENDS for part in ("", "_scale")}
    names: dict[str, list[str]] = {variable: [variable] for variable in weights.variables}
    for alias, variable in weights.aliases.items():
        names[variable].append(alias)
        # Who shares quantized weights shares their scale, and is not listed there again.
        if f"{variable}_scale" in names and f"{alias}_scale" not in weights.variables:
            names[f"{variable}_scale"].append(f"{alias}_scale")
    arrays: dict[str, tuple[int, Array]] = {}
    aliases: dict[str, str] = {}
    for variable, array in weights.variables.items():
        cut_names = sorted(ends.intersection(names[variable]))
        if cut_names and (array.ndim == 0 or array.shape[0] != rows):
            raise CheckpointError(f"{id}: model.bin and its vocabulary do not belong together")
        for group in (cut_names, sorted(set(names[variable]) - ends)):
            if group:
                shown = array[index] if group is cut_names else array
                arrays[group[0]] = (weights.types[variable], shown)
                aliases.update(dict.fromkeys(group[1:], group[0]))
    if not ends.intersection(arrays):
        raise CheckpointError(f"{id}: its model.bin has no decoder that can be cut")
    write_weights(path, weights.specification, arrays, aliases)
