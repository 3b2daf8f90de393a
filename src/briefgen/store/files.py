"""Which files of a checkpoint briefgen needs, and how they are told from damaged ones."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import CheckpointError

CONFIG = "config.json"

# Everything but the weights. No pattern here or below lets `*.py` through: code of a checkpoint is
# never fetched, hashed or run.
_COMPANIONS = re.compile(
    r"config\.json|generation_config\.json|tokenizer\.json|tokenizer_config\.json"
    r"|special_tokens_map\.json|added_tokens\.json|vocab\.json|vocab\.txt|merges\.txt"
    r"|\w[\w.\-]{0,99}\.(?:model|spm)|README\.md|LICENSE(?:\.md|\.txt)?",
    re.ASCII,
)
_WEIGHT_FORMATS = (("model", "safetensors"), ("pytorch_model", "bin"))
"""In order of preference: safetensors cannot carry code, a pickle is read by torch's weights-only
loader."""

_ORIGINAL_WEIGHTS = re.compile(
    r"model\.safetensors(?:\.index\.json)?|model-\d+-of-\d+\.safetensors"
    r"|pytorch_model\.bin(?:\.index\.json)?|pytorch_model-\d+-of-\d+\.bin"
)

CONVERTED_WEIGHTS = "model.bin"
"""CTranslate2's weights: of a repository that somebody has converted, or of our own conversion."""

CONVERTED_FOLDER = "ct2"
"""The folder inside a checkpoint's that holds what briefgen made of it for CTranslate2."""

CONVERTED_MODEL = f"{CONVERTED_FOLDER}/{CONVERTED_WEIGHTS}"
"""The weights of our own conversion."""

CUT_FOLDER = "cut"
"""The folder beside a `model.bin` with the model whose decoder is cut for briefgen's languages."""

MADE_FOLDERS = (CONVERTED_FOLDER, f"{CONVERTED_FOLDER}/{CUT_FOLDER}", CUT_FOLDER)
"""All folders of files that briefgen makes."""

# The vocabulary that CTranslate2 wants beside its weights: shared, or one of each side; before
# version 3.11 it was written as text.
_CONVERTED_VOCABULARY = re.compile(r"(?:shared_|source_|target_)?vocabulary\.(?:json|txt)")
_MADE = re.compile(r"\w[\w.\-]{0,99}\.(?:bin|json|txt|model|spm)", re.ASCII)
_TOKENIZER = re.compile(r"tokenizer\.json|\w[\w.\-]{0,99}\.(?:model|spm)|merges\.txt", re.ASCII)

_CHUNK_BYTES = 1 << 20
_FRONT_MATTER = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_LICENCE_LINE = re.compile(r"^license:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What a file is told by.

    Attributes:
        size: in bytes.
        sha256: of the content; what the hub gives for large files.
        git_oid: SHA-1 as git computes it for a blob; what the hub gives for the other files.
    """

    size: int
    sha256: str
    git_oid: str


def digests_of(path: Path) -> Digests:
    """Read a file once, in pieces, and compute its digests.

    Raises:
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    sha256 = hashlib.sha256()
    git_oid = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK_BYTES):
            sha256.update(piece)
            git_oid.update(piece)
    return Digests(size=size, sha256=sha256.hexdigest(), git_oid=git_oid.hexdigest())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def choose_files(names: Iterable[str], checkpoint: str) -> tuple[str, ...]:
    """The files of a repository or folder that briefgen needs, in one weight format.

    Weights as transformers saves them come before converted ones: both engines run them.

    Args:
        names: all file names, relative to the top; those in sub-folders are not looked at.
        checkpoint: its id or folder, for the error.

    Returns:
        The companions by name, then the weights: in that order they are fetched.

    Raises:
        CheckpointError: there is no `config.json`, or there are no weights that briefgen reads, or
            only converted ones without what a text is read with.

    >>> choose_files(["config.json", "model.safetensors", "tf_model.h5", "hack.py"], "a/b")
    ('config.json', 'model.safetensors')
    """
    there = set(names)
    if CONFIG not in there:
        raise CheckpointError(
            f"{checkpoint} has no {CONFIG}: it is not a checkpoint that transformers has saved"
        )
    for stem, ending in _WEIGHT_FORMATS:
        weights = _weights_in(there, stem, ending)
        if weights:
            return (*companions(there), *weights)
    vocabulary = sorted(name for name in there if _CONVERTED_VOCABULARY.fullmatch(name))
    if CONVERTED_WEIGHTS in there and vocabulary:
        if not any(_TOKENIZER.fullmatch(name) for name in there):
            raise CheckpointError(
                f"{checkpoint} is converted for CTranslate2 and has no tokenizer (tokenizer.json or"
                " a sentencepiece model): choose the checkpoint that it was converted from"
            )
        return (*companions(there), *vocabulary, CONVERTED_WEIGHTS)
    raise CheckpointError(
        f"{checkpoint} has no weights that briefgen reads: model.safetensors or"
        " pytorch_model.bin, whole or in shards with their index, or CTranslate2's model.bin with"
        " its vocabulary"
    )


def companions(names: Iterable[str]) -> tuple[str, ...]:
    """Those of a checkpoint's files, by name, that are neither weights nor converted."""
    return tuple(sorted(name for name in names if _COMPANIONS.fullmatch(name)))


def check_names(names: Iterable[str], checkpoint: str) -> None:
    """See that files from elsewhere are those of a checkpoint that briefgen has installed.

    Args:
        names: as a lock has them.
        checkpoint: its id, for the error.

    Raises:
        ValueError: a name is none that an install would bring or make.
        CheckpointError: they make no checkpoint.

    >>> check_names(["config.json", "model.safetensors", "setup.py"], "a/b")
    Traceback (most recent call last):
    ValueError: file name 'setup.py'
    """
    there = set(names)
    made = {name for name in there if name.rpartition("/")[0] in MADE_FOLDERS}
    top = there - made
    if CONVERTED_MODEL in made:
        # The original's weights may be gone.
        known = {CONFIG, *companions(top), *weights_among(top)}
    else:
        known = set(choose_files(top, checkpoint))
    known |= {name for name in made if _MADE.fullmatch(name.rpartition("/")[2])}
    for name in sorted(there - known):
        raise ValueError(f"file name {name!r}")
    if CONFIG not in there:
        raise CheckpointError(f"{checkpoint} has no {CONFIG}")


def is_converted(names: Iterable[str]) -> bool:
    """Whether the files that `choose_files` gave are those of a converted repository.

    >>> is_converted(["config.json", "shared_vocabulary.json", "model.bin"])
    True
    """
    return CONVERTED_WEIGHTS in names


def weights_among(names: Iterable[str]) -> tuple[str, ...]:
    """Those of a checkpoint's files that hold its weights as transformers saves them.

    >>> weights_among(["config.json", "pytorch_model.bin", "ct2/model.bin"])
    ('pytorch_model.bin',)
    """
    return tuple(name for name in names if _ORIGINAL_WEIGHTS.fullmatch(name))


def _weights_in(names: set[str], stem: str, ending: str) -> tuple[str, ...]:
    single = f"{stem}.{ending}"
    if single in names:
        return (single,)
    index = f"{single}.index.json"
    shard = re.compile(rf"{stem}-(\d+)-of-(\d+)\.{ending}")
    shards = sorted(name for name in names if shard.fullmatch(name))
    if index not in names or not shards:
        return ()
    last = shard.fullmatch(shards[-1])
    complete = last is not None and len(shards) == int(last[1]) == int(last[2])
    return (index, *shards) if complete else ()


def files_in(folder: Path) -> tuple[str, ...]:
    """The names of the files directly in a folder, sorted.

    Raises:
        OSError: it cannot be listed.
    """
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_file()))


def made_files_in(folder: Path) -> tuple[str, ...]:
    """The files that briefgen has made of a checkpoint, as `ct2/NAME` and the like.

    Raises:
        OSError: it cannot be listed.
    """
    return tuple(
        f"{inner}/{name}"
        for inner in MADE_FOLDERS
        if (folder / inner).is_dir()
        for name in files_in(folder / inner)
    )


def all_files_in(folder: Path) -> tuple[str, ...]:
    """The names of a checkpoint's files, those that briefgen has made of it last.

    Raises:
        OSError: it cannot be listed.
    """
    return (*files_in(folder), *made_files_in(folder))


def files_to_read(folder: Path, checkpoint: str) -> tuple[str, ...]:
    """The files of a folder that a model may be loaded from, its weights last.

    Args:
        folder: as transformers or the hub lays it out, or with a conversion inside.
        checkpoint: its id or folder, for the error.

    Raises:
        CheckpointError: it is no checkpoint.
        OSError: it cannot be listed.
    """
    top, made = files_in(folder), made_files_in(folder)
    if f"{CONVERTED_FOLDER}/{CONVERTED_WEIGHTS}" not in made:
        return choose_files(top, checkpoint)
    # The weights that it was made from may be gone: briefgen's wheel leaves the demo's out.
    return (*companions(set(top)), *weights_among(top), *made)


def licence_in(readme: Path) -> str | None:
    """The `license` of a model card's front matter, as the card writes it; None without one.

    Raises:
        OSError: the file is there and cannot be read.
    """
    if not readme.is_file():
        return None
    front = _FRONT_MATTER.match(readme.read_text(encoding="utf-8", errors="replace"))
    found = _LICENCE_LINE.search(front[1]) if front else None
    return found[1] if found else None
