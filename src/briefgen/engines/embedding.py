"""Sentences as vectors, by an encoder of the hub through transformers: multilingual-e5 and its kin.

Wang et al. 2024: the text is read behind "query: ", the last states of its tokens are averaged, and
the mean is brought to length 1. torch and transformers are imported when an encoder is loaded.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.engines.checkpoint import SAFETENSORS
from briefgen.engines.machine import choose_device, quiet_transformers, torch_threads
from briefgen.errors import CheckpointError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREFIX = "query: "
_CLASSES = {"bert": "BertModel", "xlm-roberta": "XLMRobertaModel"}
_LONGEST_TOKENS = 512  # what the e5 models were trained on
_BATCH = 32


class EncoderEmbedder:
    """An encoder whose mean state is the place of a sentence.

    No code of the checkpoint is run: the model's class comes from a table of two, the tokenizer is
    a `tokenizer.json`, and the weights are safetensors.

    Args:
        folder: as the hub lays it out.
        id: what errors call the checkpoint.
        device: such as `auto`, `cpu`, `cuda:0`.
        threads: of the processor; 0 for what torch takes.

    Raises:
        CheckpointError: a file is missing or damaged, or the model is of another kind.
        UsageError: the device is not there.
    """

    def __init__(self, folder: Path, *, id: str, device: str = "auto", threads: int = 0) -> None:
        config = _read_config(folder, id)
        self._device = choose_device(device)
        self._threads = threads

        import tokenizers

        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # the library raises bare Exception
            raise CheckpointError(
                f"{id}: its tokenizer.json cannot be read: install the checkpoint again"
            ) from error
        pad = config.get("pad_token_id")
        pad = pad if isinstance(pad, int) else 0
        positions = int(config.get("max_position_embeddings", _LONGEST_TOKENS))
        # XLM-RoBERTa counts its positions from behind the padding token's id.
        room = positions - pad - 1 if config["model_type"] == "xlm-roberta" else positions
        self._tokenizer.enable_truncation(min(_LONGEST_TOKENS, room))
        self._tokenizer.enable_padding(pad_id=pad)
        with quiet_transformers():
            self._model = _load(folder, config, id).to(self._device)

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Vectors of length 1, `(texts, dimensions)`, in the order of the texts."""
        import numpy as np

        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        found = np.empty((len(texts), int(self._model.config.hidden_size)), dtype=np.float32)
        with torch_threads(self._threads):
            for start in range(0, len(order), _BATCH):
                places = order[start : start + _BATCH]
                found[places] = self._means([PREFIX + texts[n] for n in places])
        return found

    def _means(self, texts: list[str]) -> "NDArray[np.float32]":
        import torch

        rows = self._tokenizer.encode_batch(texts)
        ids = torch.tensor([row.ids for row in rows], device=self._device)
        mask = torch.tensor([row.attention_mask for row in rows], device=self._device)
        with torch.inference_mode():
            states = self._model(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            means = (states * weights).sum(dim=1) / weights.sum(dim=1)
            vectors: NDArray[np.float32] = torch.nn.functional.normalize(means, dim=1).cpu().numpy()
        return vectors


def _read_config(folder: Path, id: str) -> dict[str, Any]:
    for name in ("config.json", "tokenizer.json", SAFETENSORS):
        if not (folder / name).is_file():
            raise CheckpointError(
                f"{id}: {folder} has no {name}, which an encoder for the adequacy check needs:"
                " name another checkpoint, such as intfloat/multilingual-e5-small"
            )
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{id}: config.json is damaged: install the checkpoint again") from (
            error
        )
    kind = config.get("model_type") if isinstance(config, dict) else None
    if kind not in _CLASSES:
        raise CheckpointError(
            f"{id}: model_type {kind!r} is no encoder that the adequacy check runs:"
            f" {', '.join(_CLASSES)}"
        )
    return dict(config)


def _load(folder: Path, config: Mapping[str, Any], id: str) -> Any:
    """The model in float32 and in evaluation mode, without its pooling head."""
    import torch
    import transformers

    model_class = getattr(transformers, _CLASSES[config["model_type"]])
    kept = {key: value for key, value in config.items() if key not in {"auto_map", "torch_dtype"}}
    try:
        model, report = model_class.from_pretrained(
            folder,
            config=model_class.config_class.from_dict(kept),
            add_pooling_layer=False,
            dtype=torch.float32,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
        )
    except MemoryError:
        raise
    except Exception as error:  # safetensors, torch and transformers each raise their own
        raise CheckpointError(
            f"{id}: its weights cannot be read: install the checkpoint again"
        ) from error
    if report["missing_keys"]:
        missing = sorted(report["missing_keys"])[0]
        raise CheckpointError(
            f"{id}: weights are missing, such as {missing}: install the checkpoint again"
        )
    return model.eval()
