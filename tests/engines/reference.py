"""The usual way: transformers' own `generate`, one sentence and one language at a time."""

from pathlib import Path
from typing import Any

import transformers

from briefgen.engines.machine import quiet_transformers

CLASSES = {
    "nllb": ("M2M100ForConditionalGeneration", "NllbTokenizer"),
    "m2m100": ("M2M100ForConditionalGeneration", "M2M100Tokenizer"),
    "small100": ("M2M100ForConditionalGeneration", "M2M100Tokenizer"),
    "mbart50": ("MBartForConditionalGeneration", "MBart50Tokenizer"),
    "marian": ("MarianMTModel", "MarianTokenizer"),
    "marian-many": ("MarianMTModel", "MarianTokenizer"),
    "madlad": ("T5ForConditionalGeneration", "T5Tokenizer"),
    "t5": ("T5ForConditionalGeneration", "T5Tokenizer"),
    "bart": ("BartForConditionalGeneration", "BartTokenizer"),
    "pegasus": ("PegasusForConditionalGeneration", "PegasusTokenizer"),
    "led": ("LEDForConditionalGeneration", "LEDTokenizer"),
}
CODES = {
    "nllb": {"en": "eng_Latn", "prs": "prs_Arab", "ps": "pbt_Arab", "ru": "rus_Cyrl"},
    "m2m100": {"en": "__en__", "prs": "__fa__", "ps": "__ps__", "ru": "__ru__"},
    "mbart50": {"en": "en_XX", "prs": "fa_IR", "ps": "ps_AF", "ru": "ru_RU"},
    "marian-many": {"prs": ">>pes<<", "ps": ">>pus<<", "ru": ">>rus<<"},
    "madlad": {"prs": "<2fa>", "ps": "<2ps>", "ru": "<2ru>"},
}


class Usual:
    """A checkpoint, driven by hand as its model card says."""

    def __init__(self, name: str, folder: Path) -> None:
        model_class, tokenizer_class = CLASSES[name]
        self.name = name
        with quiet_transformers():
            self.tokenizer: Any = getattr(transformers, tokenizer_class).from_pretrained(folder)
            self.model: Any = getattr(transformers, model_class).from_pretrained(folder)
        self.model.eval()
        # An end that is forced at the limit would not be the model's own.
        self.model.generation_config.forced_eos_token_id = None
        # What has no piece is not to be written: it would be left out of the text.
        self.model.generation_config.suppress_tokens = [self.tokenizer.unk_token_id]

    def inputs(self, text: str, target: str | None) -> tuple[Any, dict[str, Any]]:
        """Encoded input, and what `generate` is told of the language."""
        told: dict[str, Any] = {}
        codes = CODES.get(self.name, {})
        if self.name == "small100" and target is not None:
            self.tokenizer.src_lang = {"prs": "fa"}.get(target, target)
        elif self.name in {"marian-many", "madlad"}:
            text = f"{codes[str(target)]} {text}"
        elif target in codes:
            told["forced_bos_token_id"] = self.tokenizer.convert_tokens_to_ids(codes[target])
        encoded = self.tokenizer(text, return_tensors="pt", truncation=True)
        if self.name == "led":
            encoded["global_attention_mask"] = encoded["attention_mask"].clone().fill_(0)
            encoded["global_attention_mask"][:, 0] = 1
        return encoded, told

    def written(self, text: str, target: str | None, limit: int, **settings: Any) -> list[int]:
        """The tokens that the model writes after its start and after a forced first token."""
        encoded, told = self.inputs(text, target)
        forced = told.get("forced_bos_token_id", self.model.generation_config.forced_bos_token_id)
        skipped = 1 if forced is None else 2
        with quiet_transformers():
            output = self.model.generate(
                **encoded,
                **told,
                max_new_tokens=limit + skipped - 1,
                min_length=0,
                length_penalty=settings.pop("length_penalty", 1.0),
                **settings,
            )
        ids: list[int] = output[0, skipped:].tolist()
        end = self.model.generation_config.eos_token_id
        end = end[0] if isinstance(end, list) else end
        return ids[: ids.index(end) + 1] if end in ids else ids
