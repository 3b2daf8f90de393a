"""A converted model on disk: ours inside a checkpoint's folder, or a repository of the hub.

Only files are read here; ctranslate2 is not imported.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.engines.checkpoint import inspect_folder
from briefgen.engines.ct2.cutting import CUT_FOLDER
from briefgen.engines.ct2.record import Record, read_record
from briefgen.engines.ct2.vocabulary_files import read_target_vocabulary, read_vocabulary
from briefgen.engines.ct2.weights import Weights, read_weights
from briefgen.engines.families import (
    M2M100,
    MADLAD,
    NLLB,
    SMALL100,
    Family,
    first_limit,
)
from briefgen.errors import CheckpointError

CONVERTED_FOLDER = "ct2"
"""Folder of our own conversion, inside the checkpoint's."""

MODEL = "model.bin"
_LAYER = re.compile(r"decoder/layer_(\d+)/")
_SMALL100_DECODER_LAYERS = 3
"""SMaLL-100 has the vocabulary of M2M100 and three layers in its decoder (Mohammadshahi et al.)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the memory of a search depends on.

    Attributes:
        width: of a layer, in numbers of 32 bits.
        decoder_layers: each keeps a key and a value for every token.
        rows: of the decoder's vocabulary, each with a score at every step.
    """

    width: int
    decoder_layers: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A model that CTranslate2 loads: the whole one, or the one with the cut decoder.

    Attributes:
        folder: with its `model.bin`.
        target_vocabulary: what its decoder writes, by its own rows.
        shape: of its decoder.
        targets: languages that it can write; None for all that the checkpoint has.
    """

    folder: Path
    target_vocabulary: tuple[str, ...]
    shape: Shape
    targets: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ct2Folder:
    """A converted checkpoint whose files are all there.

    Attributes:
        folder: the checkpoint's, with the tokenizer.
        family: its row of the table.
        config: limits and special ids, under the names that transformers' configs have.
        first_token: what the decoder is forced to write first where no language is asked.
        vocabulary: what the encoder reads, by id.
        whole: the whole model.
        cut: the one with the cut decoder; None where there is none.
        quantization: what the weights are kept in.
        max_target_tokens: how long an output may be.
    """

    folder: Path
    family: Family
    config: Mapping[str, object]
    first_token: int | None
    vocabulary: tuple[str, ...]
    whole: Half
    cut: Half | None
    quantization: str
    max_target_tokens: int


def converted_folder(folder: Path) -> Path | None:
    """Where a checkpoint's folder holds a converted model, or None where it holds none."""
    for candidate in (folder / CONVERTED_FOLDER, folder):
        if (candidate / MODEL).is_file():
            return candidate
    return None


def inspect_converted(folder: Path, *, id: str) -> Ct2Folder:
    """Look through a converted checkpoint without loading its weights.

    Args:
        folder: the checkpoint's: with `ct2/model.bin` as `models install` makes it, or with
            `model.bin` itself as converted repositories have it.
        id: what errors call the checkpoint.

    Raises:
        CheckpointError: a file is missing or damaged, or the family cannot be told.
        UnsafeCheckpointError: its tokenizer exists only as code.
    """
    found = converted_folder(folder)
    if found is None:
        raise CheckpointError(f"{id}: {folder} has no {MODEL}: install the checkpoint again")
    source, target = read_vocabulary(found, id=id)
    with read_weights(found / MODEL) as weights:
        shape = _shape(weights, len(target), id)
        positions = _positions(weights)
    first: int | None = None
    if found == folder:
        family = _family_of(source, shape, id)
        # CTranslate2's config names tokens and no limits: those stand in the weights themselves.
        config: dict[str, object] = (
            {}
            if positions is None
            else dict.fromkeys((*family.source_limits, *family.target_limits), positions)
        )
    else:
        original = inspect_folder(folder, id=id, weights=False)
        family, config = original.family, dict(original.config)
        said = original.generation.get("forced_bos_token_id", config.get("forced_bos_token_id"))
        first = said if isinstance(said, int) else None
    record = read_record(found)
    return Ct2Folder(
        folder=folder,
        family=family,
        config=config,
        first_token=first,
        vocabulary=source,
        whole=Half(folder=found, target_vocabulary=target, shape=shape),
        cut=_cut(found / CUT_FOLDER, id),
        quantization=_quantization(found, record),
        max_target_tokens=first_limit(config, family.target_limits, family.trained_tokens),
    )


def _cut(folder: Path, id: str) -> Half | None:
    if not (folder / MODEL).is_file():
        return None
    record = read_record(folder)
    if record is None or record.cut is None:
        raise CheckpointError(f"{id}: {folder} has no record of its cut: install it again")
    target = read_target_vocabulary(folder, id=id)
    with read_weights(folder / MODEL) as weights:
        shape = _shape(weights, len(target), id)
    return Half(
        folder=folder,
        target_vocabulary=target,
        shape=shape,
        targets=frozenset(record.cut.targets),
    )


def _shape(weights: Weights, vocabulary: int, id: str) -> Shape:
    embeddings = weights.find("decoder/embeddings/weight")
    layers = [int(found[1]) for name in weights.variables if (found := _LAYER.match(name))]
    if embeddings is None or embeddings.ndim != 2 or embeddings.shape[0] != vocabulary:
        raise CheckpointError(f"{id}: model.bin and its vocabulary do not belong together")
    return Shape(
        width=int(embeddings.shape[1]),
        decoder_layers=max(layers, default=0) + 1,
        rows=vocabulary,
    )


def _positions(weights: Weights) -> int | None:
    """How many positions the encoder knows; None where they are relative."""
    encodings = weights.find("encoder/position_encodings/encodings")
    return None if encodings is None else int(encodings.shape[0])


def _family_of(vocabulary: Sequence[str], shape: Shape, id: str) -> Family:
    """The family of a converted repository, which keeps no word of it, by its languages' codes."""
    known = frozenset(vocabulary)
    if "prs_Arab" in known or "eng_Latn" in known:
        return NLLB
    if "__en__" in known:
        return SMALL100 if shape.decoder_layers == _SMALL100_DECODER_LAYERS else M2M100
    if "<2en>" in known:
        return MADLAD
    raise CheckpointError(
        f"{id}: which kind of model was converted cannot be told from its vocabulary:"
        " install the checkpoint that it was made from"
    )


def _quantization(folder: Path, record: Record | None) -> str:
    if record is not None and record.quantization:
        return record.quantization
    with read_weights(folder / MODEL) as weights:
        names = {0: "float32", 1: "int8", 2: "int16", 4: "float16", 5: "bfloat16"}
        name = "decoder/embeddings/weight"
        return names.get(weights.types[weights.aliases.get(name, name)], "unknown")
