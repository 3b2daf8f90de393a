"""Checkpoints of true shapes with random weights: NLLB-600M and BART-large, nothing downloaded.

What they write is noise; what they cost is what the real ones cost. Layers, widths, vocabulary and
files are those of the real checkpoints (`config.json` as their cards and fine-tunes have it).
NLLB's pieces are the demo's, filled up to the true size with made-up words, as many of each script
as XLM-RoBERTa's vocabulary has, which is of like size (`latin_pieces.py`): how many NLLB's own has
is not known here.
"""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from briefgen.engines.machine import quiet_transformers

DEMO = Path(__file__).parents[1] / "src" / "briefgen" / "demo" / "translator"
SENTENCES = Path(__file__).parents[1] / "training" / "afghan-affairs" / "sentences.tsv"
SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
NLLB_ROWS = 256_206
BART_ROWS = 50_264
_LETTERS = {
    "latin": "abcdefghijklmnopqrstuvwxyzéèüöäñçãıșž",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "arabic": "ابپتټثجچحخدډذرړزژسشښصضطظعغفقکګلمنڼوهیې",
    "other": "अआइईउकखगघचजटडतदनपबमयरलवसहกขคงจชดตถทนบปพมยรลวสหあいうえおかきくけこ",
}
_SHARES = {"latin": 0.44, "cyrillic": 0.127, "arabic": 0.058, "other": 0.375}
"""Those of XLM-RoBERTa's vocabulary."""


def nllb_600m(folder: Path) -> Path:
    """NLLB-200-distilled-600M's shape, as `folder`; written once.

    12 and 12 layers of width 1,024, 16 heads, feed-forward 4,096, 256,206 rows.
    """
    if (folder / "model.safetensors").is_file():
        return folder
    codes = ["eng_Latn", "prs_Arab", "pbt_Arab", "rus_Cyrl", *_other_codes(198)]
    trained = json.loads((DEMO / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    vocabulary: dict[str, int] = {
        piece: id for piece, id in trained["vocab"].items() if piece not in {*codes, "<mask>"}
    }
    for piece in _made_up(NLLB_ROWS - len(vocabulary) - len(codes) - 1, vocabulary):
        vocabulary[piece] = len(vocabulary)
    for code in (*codes, "<mask>"):
        vocabulary[code] = len(vocabulary)
    tokenizer = transformers.NllbTokenizer(
        vocab=vocabulary,
        merges=[tuple(pair) for pair in trained["merges"]],
        extra_special_tokens=codes,
        src_lang="eng_Latn",
        model_max_length=1024,
    )
    config = transformers.M2M100Config(
        vocab_size=NLLB_ROWS,
        d_model=1024,
        encoder_layers=12,
        decoder_layers=12,
        encoder_attention_heads=16,
        decoder_attention_heads=16,
        encoder_ffn_dim=4096,
        decoder_ffn_dim=4096,
        max_position_embeddings=1024,
        scale_embedding=True,
        decoder_start_token_id=2,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    )
    saved = _save(folder, transformers.M2M100ForConditionalGeneration, config, tokenizer)
    shutil.copy(DEMO / "sentencepiece.bpe.model", folder)
    return saved


def bart_large(folder: Path) -> Path:
    """BART-large-CNN's shape, as `folder`; written once."""
    if (folder / "model.safetensors").is_file():
        return folder
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.train_from_iterator(
        (line.split("\t")[1] for line in lines()),
        trainers.BpeTrainer(
            vocab_size=8_000,
            special_tokens=[*SPECIALS, "<mask>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    trained = json.loads(backend.to_str())["model"]
    vocabulary: dict[str, int] = dict(trained["vocab"])
    for piece in _made_up(BART_ROWS - len(vocabulary), vocabulary, only="latin"):
        vocabulary[piece] = len(vocabulary)
    tokenizer = transformers.BartTokenizer(
        vocab=vocabulary,
        merges=[tuple(pair) for pair in trained["merges"]],
        model_max_length=1024,
    )
    config = transformers.BartConfig(
        vocab_size=BART_ROWS,
        d_model=1024,
        encoder_layers=12,
        decoder_layers=12,
        encoder_attention_heads=16,
        decoder_attention_heads=16,
        encoder_ffn_dim=4096,
        decoder_ffn_dim=4096,
        max_position_embeddings=1024,
        decoder_start_token_id=2,
        forced_bos_token_id=0,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    )
    return _save(folder, transformers.BartForConditionalGeneration, config, tokenizer)


def _save(folder: Path, model_class: Any, config: Any, tokenizer: Any) -> Path:
    torch.manual_seed(1)
    model = model_class(config)
    with torch.no_grad():
        # The end has no vector, so that nothing ends before the limit: all engines write the same
        # number of tokens.
        model.get_input_embeddings().weight[config.eos_token_id] = 0.0
    with quiet_transformers():
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return folder


def lines() -> Iterator[str]:
    """The lines of the training text: English, Dari, Pashto and Russian, apart by tabs."""
    yield from SENTENCES.read_text(encoding="utf-8").splitlines()


def _other_codes(count: int) -> list[str]:
    rng = random.Random(3)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choices(_LETTERS["latin"][:26], k=3)) + "_Latn"] = None
    return list(found)


def _made_up(count: int, known: dict[str, int], only: str = "") -> Iterator[str]:
    """Words of made-up letters, in the scripts' shares, none of them known."""
    rng = random.Random(2)
    scripts, shares = zip(*_SHARES.items(), strict=True)
    seen = set(known)
    while count > 0:
        script = only or rng.choices(scripts, shares)[0]
        piece = rng.choice(("", "▁")) + "".join(rng.choices(_LETTERS[script], k=rng.randint(3, 7)))
        if piece not in seen:
            seen.add(piece)
            count -= 1
            yield piece
