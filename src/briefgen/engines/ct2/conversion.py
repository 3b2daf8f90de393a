"""From a checkpoint as transformers has it to one that CTranslate2 runs: once, at its install.

Imports torch and transformers when it converts, and never afterwards.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from briefgen.engines.checkpoint import CheckpointFolder, inspect_folder
from briefgen.engines.ct2.cutting import CUT_FOLDER, cut
from briefgen.engines.ct2.record import Record, write_record
from briefgen.errors import CheckpointError
from briefgen.languages import TARGETS

LOADERS = {
    "nllb": "M2M100Loader",
    "m2m100": "M2M100Loader",
    "small100": "M2M100Loader",
    "mbart50": "MBartLoader",
    "mbart": "MBartLoader",
    "marian-many": "MarianMTLoader",
    "marian": "MarianMTLoader",
    "madlad": "T5Loader",
    "t5": "T5Loader",
    "mt5": "MT5Loader",
    "bart": "BartLoader",
    "pegasus": "PegasusLoader",
}
"""Of each family, the class of `ctranslate2.converters.transformers` that converts it.

Longformer-Encoder-Decoder is not here: CTranslate2 does not know its attention.
"""


_NORMS = {
    "bart": (False, True),
    "mbart50": (True, True),
    "mbart": (True, True),
    "pegasus": (True, False),
}
"""Where transformers' class normalises: before each block, and after the embeddings.

The converter asks the config, in which transformers 5 no longer keeps these two, and in which a
checkpoint may say what the class does not heed.
"""


def can_convert(folder: Path, *, id: str) -> bool:
    """Whether a checkpoint is one that CTranslate2 runs.

    Args:
        folder: as `save_pretrained` or the hub lays it out.
        id: what errors call it.

    Raises:
        CheckpointError: a file is missing or damaged, or the family is not known.
        UnsafeCheckpointError: it needs remote code or an unrestricted pickle.
    """
    return inspect_folder(folder, id=id).family.name in LOADERS


def convert(source: Path, target: Path, *, id: str, quantization: str = "int8") -> None:
    """Convert a checkpoint, and cut the decoder of a translator for briefgen's languages.

    Args:
        source: the checkpoint's folder, as `save_pretrained` or the hub lays it out.
        target: a folder that does not exist yet.
        id: what errors call the checkpoint.
        quantization: what the weights are kept in: `int8`, `int8_float32`, `float16`, `float32` …

    Raises:
        CheckpointError: a file is missing or damaged, or CTranslate2 does not run the family.
        UnsafeCheckpointError: it needs remote code or an unrestricted pickle.
        OSError: the folder cannot be written.
    """
    checkpoint = inspect_folder(source, id=id)
    if checkpoint.family.name not in LOADERS:
        raise CheckpointError(
            f"{id}: CTranslate2 does not run the family {checkpoint.family.name}:"
            " use it with --engine torch"
        )
    spec = _specification(checkpoint, id)
    try:
        spec.validate()
        spec.optimize(quantization=quantization)
    except ValueError as error:
        raise CheckpointError(f"{id}: cannot be converted ({error})") from error
    target.mkdir(parents=True)
    spec.save(str(target))
    write_record(
        target,
        Record(
            quantization=quantization,
            converter=f"ctranslate2 {version('ctranslate2')}",
            family=checkpoint.family.name,
        ),
    )
    if checkpoint.family.translates and checkpoint.family.language != "fixed":
        cut(target, target / CUT_FOLDER, id=id, family=checkpoint.family, targets=TARGETS)


def _specification(checkpoint: CheckpointFolder, id: str) -> Any:
    """CTranslate2's specification of the model, with its weights and its vocabulary.

    `TransformersConverter` does the same and more: it would let transformers choose classes by
    itself, and read weights that are an unrestricted pickle.
    """
    import ctranslate2.converters.transformers as loaders

    from briefgen.engines.loading import load_model, load_tokenizer
    from briefgen.engines.machine import quiet_transformers

    with quiet_transformers():
        tokenizer = load_tokenizer(checkpoint, id)
        model = load_model(checkpoint, id)
        norms = _NORMS.get(checkpoint.family.name)
        if norms is not None:
            model.config.normalize_before, model.config.normalize_embedding = norms
        loader = getattr(loaders, LOADERS[checkpoint.family.name])()
        try:
            spec = loader.get_model_spec(model)
            if getattr(model.config, "scale_decoder_outputs", True) is False:
                # The converter still goes by `tie_word_embeddings`, which transformers 5 sets for
                # every T5, those that do not scale (T5 1.1, FLAN-T5, MADLAD) among them.
                spec.decoder.scale_outputs = loaders.OPTIONAL
            loader.set_config(spec.config, model, tokenizer)
            _correct(spec.config, checkpoint, tokenizer)
        except (AttributeError, KeyError, ValueError) as error:
            raise CheckpointError(
                f"{id}: CTranslate2 does not run this model ({error}): use it with --engine torch"
            ) from error
        rows = int(spec.get_source_vocabulary_size()[0])
        loader.set_vocabulary(spec, _vocabulary(tokenizer, rows))
    return spec


def _correct(config: Any, checkpoint: CheckpointFolder, tokenizer: Any) -> None:
    """Say what the converter leaves out where the tokenizer's class is another than it expects."""
    if not config.bos_token:
        config.bos_token = "<s>"  # noqa: S105
    if checkpoint.family.language == "decoder-start":
        config.decoder_start_token = None  # each request names its own
    elif not config.decoder_start_token:
        start = checkpoint.config.get("decoder_start_token_id")
        if not isinstance(start, int):
            raise ValueError("its config.json does not say what the decoder starts from")
        config.decoder_start_token = str(tokenizer.convert_ids_to_tokens(start))


def _vocabulary(tokenizer: Any, rows: int) -> list[str]:
    """The token of each row of the embeddings; rows without one get a name that no text has.

    The converter's own lists are sorted by what the tokenizer says of itself, which for some leaves
    out tokens in the midst; here each id is asked for.
    """
    tokens: list[str] = []
    seen: set[str] = set()
    for row in range(rows):
        token = tokenizer.convert_ids_to_tokens(row)
        if token is None or token in seen:
            token = f"<row-{row}>"
        tokens.append(str(token))
        seen.add(str(token))
    return tokens
