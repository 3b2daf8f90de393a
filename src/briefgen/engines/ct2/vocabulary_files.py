"""The vocabularies beside a `model.bin`: one shared by both ends, or one for each.

CTranslate2 writes JSON lists; before its version 3 it wrote a token a line.
"""

import json
from pathlib import Path

from briefgen.errors import CheckpointError


def read_vocabulary(folder: Path, *, id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a converted model reads and what it writes.

    Args:
        folder: with `shared_vocabulary.json` or `.txt`, or `source_` and `target_vocabulary`.
        id: what errors call the checkpoint.

    Returns:
        The tokens of the encoder and those of the decoder, by id.

    Raises:
        CheckpointError: there are none, or a file is damaged.
    """
    shared = _read(folder, "shared_vocabulary", id)
    if shared is not None:
        return shared, shared
    source, target = (_read(folder, f"{end}_vocabulary", id) for end in ("source", "target"))
    if source is None or target is None:
        raise CheckpointError(f"{id}: {folder} has no shared_vocabulary.json: install it again")
    return source, target


def read_target_vocabulary(folder: Path, *, id: str) -> tuple[str, ...]:
    """What a model with a cut decoder writes, by the decoder's own ids.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    found = _read(folder, "target_vocabulary", id)
    if found is None:
        raise CheckpointError(f"{id}: {folder} has no target_vocabulary.json: install it again")
    return found


def write_vocabularies(folder: Path, source: tuple[str, ...], target: tuple[str, ...]) -> None:
    """Write a vocabulary for each end.

    Raises:
        OSError: the folder cannot be written.
    """
    for end, tokens in (("source", source), ("target", target)):
        text = json.dumps(tokens, ensure_ascii=False, indent=0)
        (folder / f"{end}_vocabulary.json").write_text(text + "\n", encoding="utf-8")


def _read(folder: Path, name: str, id: str) -> tuple[str, ...] | None:
    try:
        if (folder / f"{name}.json").is_file():
            tokens = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        elif (folder / f"{name}.txt").is_file():
            # Not splitlines(): a token may be U+2028 or another sign that ends a line there.
            text = (folder / f"{name}.txt").read_text(encoding="utf-8")
            tokens = text.removesuffix("\n").split("\n")
        else:
            return None
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{id}: {name} is damaged: install the checkpoint again") from error
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise CheckpointError(f"{id}: {name} is no list of tokens: install the checkpoint again")
    return tuple(tokens)
