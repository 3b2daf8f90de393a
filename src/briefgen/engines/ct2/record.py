"""What briefgen keeps beside a converted model: how it was made, and how its decoder was cut."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from briefgen.errors import CheckpointError

RECORD_NAME = "briefgen-ct2.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How a decoder's vocabulary was cut.

    Attributes:
        targets: briefgen's codes of the languages that it can still write.
        latin_pieces: how many pieces of Latin letters were kept for names, the commonest.
        rows: how many rows of the decoder's embeddings remain.
        of_rows: how many there were.
    """

    targets: tuple[str, ...]
    latin_pieces: int
    rows: int
    of_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How a converted model was made.

    Attributes:
        quantization: what its weights are kept in, such as `int8`.
        converter: name and version of what converted it; empty where somebody else did.
        family: the checkpoint's row of the table of families.
        cut: how its decoder was cut; None where it is whole.
    """

    quantization: str
    converter: str
    family: str
    cut: Cut | None = None


def write_record(folder: Path, record: Record) -> None:
    """Write a record beside a `model.bin`.

    Raises:
        OSError: the folder cannot be written.
    """
    text = json.dumps(asdict(record), ensure_ascii=False, indent=2)
    (folder / RECORD_NAME).write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> Record | None:
    """The record of a converted model, or None for one that somebody else has made.

    Raises:
        CheckpointError: it is there and is not what it should be.
    """
    path = folder / RECORD_NAME
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cut = content["cut"]
        return Record(
            quantization=str(content["quantization"]),
            converter=str(content["converter"]),
            family=str(content["family"]),
            cut=None
            if cut is None
            else Cut(
                targets=tuple(str(code) for code in cut["targets"]),
                latin_pieces=int(cut["latin_pieces"]),
                rows=int(cut["rows"]),
                of_rows=int(cut["of_rows"]),
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise CheckpointError(f"{path} is damaged: install the checkpoint again") from error
