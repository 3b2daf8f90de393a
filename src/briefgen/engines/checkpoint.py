"""A checkpoint's folder: what is in it, and that nothing in it is run.

Only files are read here, none of them code: neither torch nor transformers is imported.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from briefgen.engines.families import FAMILIES, Family, detect_family
from briefgen.errors import CheckpointError, UnsafeCheckpointError

WeightsFormat: TypeAlias = Literal["safetensors", "bin"]

SAFETENSORS = "model.safetensors"
PICKLED = "pytorch_model.bin"
_INDEX = ".index.json"

# What a config may say to make transformers fetch or run something else; none of it is passed on.
_NOT_PASSED_ON = (
    "auto_map",
    "custom_pipelines",
    "attn_implementation",
    "_attn_implementation",
    "_attn_implementation_internal",
    "_experts_implementation",
    "transformers_weights",
    "torch_dtype",
    "dtype",
)
_GENERIC_TOKENIZERS = ("PreTrainedTokenizerFast", "TokenizersBackend")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointFolder:
    """A checkpoint whose files are all there.

    Attributes:
        folder: where.
        config: its `config.json`, without what would lead to other code or other files.
        generation: its `generation_config.json`, or nothing.
        family: its row of the table.
        tokenizer_class: the class of transformers that reads its text.
        weights: the format of the weights that torch reads; None where they are not there.
    """

    folder: Path
    config: Mapping[str, Any]
    generation: Mapping[str, Any]
    family: Family
    tokenizer_class: str
    weights: WeightsFormat | None


def inspect_folder(folder: Path, *, id: str, weights: bool = True) -> CheckpointFolder:
    """Look through a checkpoint's folder without running or loading anything of it.

    Args:
        folder: as `save_pretrained` or the hub lays it out.
        id: what errors call the checkpoint.
        weights: refuse it where the weights that torch reads are not there.

    Raises:
        CheckpointError: a file is missing or damaged, or the family is not known.
        UnsafeCheckpointError: the model, or its tokenizer, exists only as code that the checkpoint
            brings along, or its weights only in a format that runs code.
    """
    if not folder.is_dir():
        raise CheckpointError(f"{id}: there is no folder {folder}: install the checkpoint again")
    config = _read_json(folder, "config.json", id)
    if not config:
        raise CheckpointError(f"{id}: {folder} has no config.json: install the checkpoint again")
    if (folder / "adapter_config.json").is_file():
        # With peft installed, transformers would go and fetch what the adapter names as its base.
        raise CheckpointError(
            f"{id}: it holds an adapter of another checkpoint: merge the two, and use the result"
        )
    if "quantization_config" in config:
        raise CheckpointError(
            f"{id}: the weights are quantized, which the torch engine does not read:"
            " use the checkpoint that they were made from"
        )
    tokenizer = _read_json(folder, "tokenizer_config.json", id)
    named = str(tokenizer.get("tokenizer_class") or config.get("tokenizer_class") or "")
    model_type = str(config.get("model_type", ""))
    _refuse_remote_model(config, model_type, id)
    tokens = _telling_tokens(folder, model_type, tokenizer, id)
    try:
        family = detect_family(config, tokens, named)
    except CheckpointError as error:
        raise CheckpointError(f"{id}: {error}") from error
    return CheckpointFolder(
        folder=folder,
        config={key: value for key, value in config.items() if key not in _NOT_PASSED_ON},
        generation=_read_json(folder, "generation_config.json", id),
        family=family,
        tokenizer_class=_choose_tokenizer(folder, family, named, tokenizer, id),
        weights=_find_weights(folder, id) if weights else None,
    )


def read_confidence(folder: Path) -> dict[str, float] | None:
    """Below which mean log-probability a checkpoint's sentences are not to be trusted.

    A demonstration checkpoint carries `confidence.json`, written when it was measured.

    Returns:
        The threshold of each briefgen language, or None where the checkpoint has none.

    Raises:
        CheckpointError: the file is there and is not what it should be.
    """
    content = _read_json(folder, "confidence.json", folder.name)
    if not content:
        return None
    threshold = content.get("threshold", content)
    if not isinstance(threshold, dict):
        raise CheckpointError(f"{folder}/confidence.json has no thresholds: install it again")
    try:
        return {str(language): float(value) for language, value in threshold.items()}
    except (TypeError, ValueError) as error:
        raise CheckpointError(
            f"{folder}/confidence.json has a threshold that is no number: install it again"
        ) from error


def read_summary_prefix(folder: Path) -> str:
    """What a checkpoint of several tasks, such as T5, wants before a text to be summarised.

    Args:
        folder: the checkpoint's.

    Returns:
        Its `task_specific_params.summarization.prefix`; empty where there is none.

    Raises:
        CheckpointError: config.json cannot be read.
    """
    tasks = _read_json(folder, "config.json", folder.name).get("task_specific_params")
    task = tasks.get("summarization") if isinstance(tasks, dict) else None
    prefix = task.get("prefix") if isinstance(task, dict) else None
    return prefix if isinstance(prefix, str) else ""


def _read_json(folder: Path, name: str, checkpoint: str) -> dict[str, Any]:
    """An object from a file of the folder; empty where there is no such file."""
    path = folder / name
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(
            f"{checkpoint}: {name} is damaged ({error}): install the checkpoint again"
        ) from error
    if not isinstance(content, dict):
        raise CheckpointError(f"{checkpoint}: {name} is no JSON object: install it again")
    return content


def _refuse_remote_model(config: Mapping[str, Any], model_type: str, checkpoint: str) -> None:
    """A model that only its own code can run is refused; code beside a known model is ignored."""
    known = any(model_type in family.model_types for family in FAMILIES)
    if "auto_map" in config and not known:
        raise UnsafeCheckpointError(
            f"{checkpoint}: its model {model_type or ''!r} exists only as code that the checkpoint"
            " brings along, and briefgen never runs such code: choose another checkpoint"
        )


def _telling_tokens(
    folder: Path, model_type: str, tokenizer: Mapping[str, Any], checkpoint: str
) -> set[str]:
    """Tokens that may tell the family: special ones, and those that look like language codes."""
    special = _read_json(folder, "special_tokens_map.json", checkpoint)
    tokens: set[str] = set()
    for source in (tokenizer, special):
        for key in ("additional_special_tokens", "extra_special_tokens"):
            listed = source.get(key) or ()
            tokens.update(t if isinstance(t, str) else str(t.get("content", "")) for t in listed)
    for token in (tokenizer.get("added_tokens_decoder") or {}).values():
        tokens.add(str(token.get("content", "")))
    if model_type == "marian":
        tokens.update(t for t in _read_json(folder, "vocab.json", checkpoint) if t[:2] == ">>")
    elif model_type == "t5" and not (folder / "tokenizer.json").is_file():
        tokens.update(_sentencepiece_codes(folder / "spiece.model"))
    else:
        whole = _read_json(folder, "tokenizer.json", checkpoint)
        tokens.update(str(t.get("content", "")) for t in whole.get("added_tokens") or ())
        if model_type == "t5":
            pieces = (whole.get("model") or {}).get("vocab") or ()
            names = (p if isinstance(p, str) else str(p[0]) for p in pieces)
            tokens.update(name for name in names if name[:2] == "<2")
    return tokens


def _sentencepiece_codes(path: Path) -> list[str]:
    if not path.is_file():
        return []
    # SentencePiece's model is a protocol buffer that holds its pieces as plain text.
    data = path.read_bytes()
    return ["<2en>"] if b"<2en>" in data or b"<2ru>" in data else []


def _choose_tokenizer(
    folder: Path, family: Family, named: str, tokenizer: Mapping[str, Any], checkpoint: str
) -> str:
    """The class that reads the text: the family's, or the generic one for a `tokenizer.json`."""
    whole = (folder / "tokenizer.json").is_file()
    if named in _GENERIC_TOKENIZERS and whole and not family.source_named:
        return "PreTrainedTokenizerFast"
    known = {row.tokenizer_class for row in FAMILIES}
    remote = "auto_map" in tokenizer and family.name != "small100"
    if remote and named.removesuffix("Fast") not in known:
        raise UnsafeCheckpointError(
            f"{checkpoint}: its tokenizer {named!r} exists only as code that the checkpoint brings"
            " along, and briefgen never runs such code: choose another checkpoint"
        )
    for files in family.vocabulary_files:
        if all((folder / name).is_file() for name in files):
            return family.tokenizer_class
    wanted = " or ".join(" with ".join(files) for files in family.vocabulary_files)
    raise CheckpointError(
        f"{checkpoint}: its tokenizer is incomplete, {wanted} is missing:"
        " install the checkpoint again"
    )


def _find_weights(folder: Path, checkpoint: str) -> WeightsFormat:
    """Safetensors where they are there, else torch's format, all shards present."""
    formats: tuple[tuple[str, WeightsFormat], ...] = (
        (SAFETENSORS, "safetensors"),
        (PICKLED, "bin"),
    )
    for name, kind in formats:
        if (folder / name).is_file():
            return kind
        if (folder / f"{name}{_INDEX}").is_file():
            _check_shards(folder, f"{name}{_INDEX}", checkpoint)
            return kind
    raise CheckpointError(
        f"{checkpoint}: neither {SAFETENSORS} nor {PICKLED} is in {folder}:"
        " install the checkpoint again"
    )


def _check_shards(folder: Path, index: str, checkpoint: str) -> None:
    shards = _read_json(folder, index, checkpoint).get("weight_map")
    if not isinstance(shards, dict) or not shards:
        raise CheckpointError(f"{checkpoint}: {index} names no shards: install it again")
    for shard in sorted({str(name) for name in shards.values()}):
        # A name with a folder in it could lead out of the checkpoint.
        if Path(shard).name != shard:
            raise UnsafeCheckpointError(f"{checkpoint}: {index} leads to {shard!r}, outside it")
        if not (folder / shard).is_file():
            raise CheckpointError(f"{checkpoint}: {shard} is missing: install it again")
