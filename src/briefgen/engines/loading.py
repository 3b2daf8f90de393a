"""From a checkpoint's folder to an engine that generates.

ctranslate2, or torch and transformers, are imported when a model is loaded, not before.
"""

import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefgen.engines.base import Engine
from briefgen.engines.checkpoint import (
    PICKLED,
    SAFETENSORS,
    CheckpointFolder,
    inspect_folder,
    read_confidence,
)
from briefgen.engines.ct2.folder import converted_folder, inspect_converted
from briefgen.engines.machine import (
    choose_device,
    quiet_transformers,
    torch_threads,
    usable_cores,
)
from briefgen.errors import CheckpointError, ModelError, UnsafeCheckpointError, UsageError
from briefgen.options import EngineOptions
from briefgen.records import ModelInfo

__all__ = ["load_engine", "read_confidence"]


def load_engine(
    folder: Path,
    *,
    id: str,
    revision: str,
    licence: str,
    files: Mapping[str, str],
    options: EngineOptions,
) -> Engine:
    """Load a checkpoint.

    No code of the checkpoint is run: model and tokenizer are built from the table of families,
    and weights are CTranslate2's own format, safetensors, or read by torch's loader for tensors
    only. `auto` takes CTranslate2 where the checkpoint has been converted and the device is one
    that CTranslate2 runs on, else torch.

    Args:
        folder: as `save_pretrained` or the hub lays it out, or converted.
        id: what it is called in a brief and in errors.
        revision: the commit, the embedded version, or `local`.
        licence: SPDX id where there is one.
        files: SHA-256 of its files, by name, as they go into the brief.
        options: engine, device and threads.

    Raises:
        CheckpointError: a file is missing or damaged, weights are missing, or the family is
            unknown.
        UnsafeCheckpointError: it needs remote code or an unrestricted pickle.
        UsageError: the device is not there, or the engine cannot use it.
    """
    info = ModelInfo(
        id=id,
        revision=revision,
        licence=licence,
        engine="torch",
        quantization="float32",
        files=dict(files),
    )
    converted = converted_folder(folder)
    elsewhere = re.fullmatch(r"mps|xpu(:\d+)?", options.device) is not None
    if options.engine == "ct2" or (
        options.engine == "auto" and converted is not None and not elsewhere
    ):
        if elsewhere:
            raise UsageError(
                f"CTranslate2 does not run on {options.device}: use --engine torch, or --device cpu"
            )
        if converted is None:
            raise CheckpointError(
                f"{id}: it has not been converted for CTranslate2: use --engine torch, or fetch it"
                f" with `briefgen models install {id}`, which converts it"
            )
        return _load_ct2(folder, info, options)
    if converted is not None and not _has_original(folder):
        how = "--from-original --keep-original" if converted == folder else "--keep-original"
        raise CheckpointError(
            f"{id}: only weights converted for CTranslate2 are here: use --engine ct2, or fetch the"
            f" original's with `briefgen models install {id} {how}`"
        )
    return _load_torch(folder, info, options)


def _has_original(folder: Path) -> bool:
    """Whether a checkpoint's own weights are beside those that were converted."""
    return any(
        (folder / f"{name}{ending}").is_file()
        for name in (SAFETENSORS, PICKLED)
        for ending in ("", ".index.json")
    )


def _load_ct2(folder: Path, info: ModelInfo, options: EngineOptions) -> Engine:
    """Raises CheckpointError, UnsafeCheckpointError, UsageError as `load_engine`."""
    checkpoint = inspect_converted(folder, id=info.id)

    from briefgen.engines.ct2.engine import Ct2Engine, choose_ct2_device

    return Ct2Engine(
        folder=checkpoint,
        info=info,
        device=choose_ct2_device(options.device),
        threads=options.threads or usable_cores(),
    )


def _load_torch(folder: Path, info: ModelInfo, options: EngineOptions) -> Engine:
    """Raises CheckpointError, UnsafeCheckpointError, UsageError as `load_engine`.

    Weights of any precision run in float32, which every processor has.
    """
    checkpoint = inspect_folder(folder, id=info.id)
    device = choose_device(options.device)

    from briefgen.engines.torch_engine import TorchEngine

    with quiet_transformers(), torch_threads(options.threads):
        tokenizer = load_tokenizer(checkpoint, info.id)
        model = load_model(checkpoint, info.id).to(device)
        return TorchEngine(
            checkpoint=checkpoint,
            model=model,
            tokenizer=tokenizer,
            info=info,
            device=device,
            threads=options.threads,
        )


def load_tokenizer(checkpoint: CheckpointFolder, name: str) -> Any:
    """The tokenizer, built by the class that the table names.

    Raises:
        CheckpointError: its files are damaged.
    """
    import transformers

    tokenizer_class = getattr(transformers, checkpoint.tokenizer_class)
    try:
        # transformers fills in what is missing from its own lists; what is known for certain is
        # asked of the tokenizer afterwards, token by token.
        return tokenizer_class.from_pretrained(checkpoint.folder, local_files_only=True)
    except ModelError:
        raise
    except Exception as error:  # the libraries below raise bare Exception for a damaged file
        raise CheckpointError(
            f"{name}: its tokenizer cannot be read ({_first_line(error)}):"
            " install the checkpoint again"
        ) from error


def load_model(checkpoint: CheckpointFolder, name: str) -> Any:
    """The model in float32 on the processor, in evaluation mode.

    Raises:
        CheckpointError: the weights are damaged, or some are missing.
        UnsafeCheckpointError: they are a pickle of more than tensors.
    """
    import torch
    import transformers

    model_class = getattr(transformers, checkpoint.family.model_class)
    try:
        config = model_class.config_class.from_dict(dict(checkpoint.config))
        model, report = model_class.from_pretrained(
            checkpoint.folder,
            config=config,
            dtype=torch.float32,
            use_safetensors=checkpoint.weights == "safetensors",
            weights_only=True,
            local_files_only=True,
            output_loading_info=True,
        )
    except pickle.UnpicklingError as error:
        if "global" in str(error) or _is_plain_pickle(checkpoint.folder / PICKLED):
            raise UnsafeCheckpointError(
                f"{name}: its weights are a pickle of more than tensors, which could run code:"
                " choose a checkpoint with safetensors"
            ) from error
        raise _damaged(name, "not a file of tensors") from error
    except MemoryError:
        raise
    except Exception as error:  # safetensors, torch and transformers each raise their own
        raise _damaged(name, _first_line(error)) from error
    parameters = {key for key, _ in model.named_parameters()}
    missing = sorted(parameters.intersection(report["missing_keys"]))
    if missing:
        raise CheckpointError(
            f"{name}: {len(missing)} of its weights are missing, such as {missing[0]}:"
            " install the checkpoint again"
        )
    return model.eval()


def _is_plain_pickle(path: Path) -> bool:
    """Whether a file is a pickle in a protocol that torch's loader for tensors does not know."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(1) == pickle.PROTO


def _damaged(name: str, why: str) -> CheckpointError:
    return CheckpointError(
        f"{name}: its weights cannot be read ({why}): install the checkpoint again"
    )


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    line = text.splitlines()[0] if text else type(error).__name__
    return line if len(line) <= 160 else f"{line[:159]}…"
