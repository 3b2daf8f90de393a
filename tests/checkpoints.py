"""Tiny checkpoints with random weights, laid out on disk as the real ones of their families are.

Their output is noise, and always the same noise: enough to see how an engine drives them. Each
builder writes one folder and returns it.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sentencepiece
import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from briefgen.engines.machine import quiet_transformers

TEXTS: dict[str, tuple[str, ...]] = {
    "en": (
        "The ministry opened two clinics in Herat on Monday.",
        "Heavy rain closed the road between Kabul and Jalalabad.",
        "Farmers in the north asked for seed and fuel.",
        "The bank said that prices rose by 3.5 percent in May.",
        "Engineers repaired the bridge after eleven days.",
        "Teachers met the governor and spoke about new schools.",
        "Trade with the neighbours grew to 1,200 tons a week.",
        "A delegation from Tashkent arrived to discuss the railway.",
        "No one was hurt, the police said.",
        "Snow is expected.",
    ),
    "prs": (
        "وزارت روز دوشنبه دو کلینیک را در هرات باز کرد.",
        "باران شدید سرک میان کابل و جلال‌آباد را بست.",
        "دهقانان در شمال تخم و تیل می‌خواهند.",
        "بانک گفت که قیمت‌ها در ماه می ۳٫۵ درصد بلند رفت.",
        "انجنیران پل را پس از یازده روز ترمیم کردند.",
        "معلمان با والی دیدند و در بارهٔ مکتب‌های نو گفتند.",
    ),
    "ps": (
        "وزارت د دوشنبې په ورځ په هرات کې دوه کلینیکونه پرانیستل.",
        "سخت باران د کابل او جلال‌آباد ترمنځ سړک وتاړه.",
        "په شمال کې بزګران تخم او تېل غواړي.",
        "بانک وویل چې بیې په مې میاشت کې ۳٫۵ سلنه لوړې شوې.",
        "انجنیرانو پل له یوولسو ورځو وروسته جوړ کړ.",
        "ښوونکو له والي سره وکتل او د نویو ښوونځیو په اړه یې خبرې وکړې.",
    ),
    "ru": (
        "В понедельник министерство открыло в Герате две клиники.",
        "Сильный дождь закрыл дорогу между Кабулом и Джелалабадом.",
        "Крестьяне на севере просят семена и топливо.",
        "Банк сообщил, что в мае цены выросли на 3,5 процента.",
        "Инженеры починили мост через одиннадцать дней.",
        "Учителя встретились с губернатором и говорили о новых школах.",
    ),
}
NLLB_CODES = ("eng_Latn", "prs_Arab", "pbt_Arab", "rus_Cyrl")
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")


def lines() -> Iterator[str]:
    """All sentences of all languages."""
    for sentences in TEXTS.values():
        yield from sentences


def train_pieces(folder: Path, *, kind: str = "unigram", size: int = 260) -> Path:
    """A SentencePiece model of all four languages, in `folder/pieces.model`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "pieces.txt"
    text.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(folder / "pieces"),
        model_type=kind,
        vocab_size=size,
        normalization_rule_name="identity",
        character_coverage=1.0,
        num_threads=1,
        minloglevel=2,
    )
    text.unlink()
    (folder / "pieces.vocab").unlink()
    return folder / "pieces.model"


def _unigram(folder: Path) -> list[tuple[str, float]]:
    """Pieces with scores, without SentencePiece's own special ones."""
    path = train_pieces(folder)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
    path.unlink()
    return [(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(3, len(pieces))]


def _pairs(merges: Any) -> Any:
    return [tuple(pair) for pair in merges]


_LEFT = ("position", "relative", "shared", "embed_tokens", "lm_head")


RANDOM: dict[str, tuple[int, float]] = {
    "nllb": (1, 2.0),
    "m2m100": (4, 2.0),
    "small100": (2, 2.0),
    "mbart50": (6, 1.5),
    "marian": (6, 3.0),
    "marian-many": (2, 1.5),
    "madlad": (2, 3.0),
    "t5": (6, 3.0),
    "bart": (3, 3.0),
    "pegasus": (6, 1.5),
    "led": (1, 1.5),
}
"""Seed, and factor of the end's embedding, with which a family's outputs end after some tokens."""


def _save(folder: Path, model_class: Any, config: Any, tokenizer: Any = None) -> Path:
    """Random weights, so large that the output varies, and an end likelier than a piece."""
    seed, end = RANDOM.get(folder.name, (7, 2.0))
    torch.manual_seed(seed)
    model = model_class(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 2 and not any(part in name for part in _LEFT):
                weight.normal_(0.0, 0.8)
        for embeddings in (model.get_input_embeddings(), model.get_output_embeddings()):
            embeddings.weight.normal_(0.0, 0.4)
            embeddings.weight[config.eos_token_id] *= end
            if config.model_type == "marian":  # whose decoder starts from nothing
                embeddings.weight[config.pad_token_id] = 0.0
    with quiet_transformers():
        model.save_pretrained(folder)
        if tokenizer is not None:
            tokenizer.save_pretrained(folder)
    return folder


def _config(config_class: Any, **fields: Any) -> Any:
    """A config with fields that its signature does not name."""
    return config_class(**fields)


SHAPE: dict[str, Any] = {
    "d_model": 24,
    "encoder_layers": 1,
    "decoder_layers": 2,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
    "dropout": 0.0,
    "scale_embedding": False,
}
ENDS: dict[str, Any] = {"bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2}


def nllb(folder: Path, *, codes: Sequence[str] = NLLB_CODES) -> Path:
    """M2M100's classes with NLLB's tokenizer, whose languages are `codes`."""
    backend = Tokenizer(models.BPE(unk_token="<unk>"))  # noqa: S106
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.train_from_iterator(
        lines(),
        trainers.BpeTrainer(vocab_size=340, special_tokens=list(SPECIALS), show_progress=False),
    )
    trained = json.loads(backend.to_str())["model"]
    vocabulary = trained["vocab"]
    for name in (*codes, "<mask>"):
        vocabulary[name] = len(vocabulary)
    tokenizer = transformers.NllbTokenizer(
        vocab=vocabulary,
        merges=_pairs(trained["merges"]),
        extra_special_tokens=list(codes),
        src_lang=codes[0],
        model_max_length=64,
    )
    config = transformers.M2M100Config(
        vocab_size=len(tokenizer),
        max_position_embeddings=64,
        decoder_start_token_id=2,
        **SHAPE,
        **ENDS,
    )
    return _save(folder, transformers.M2M100ForConditionalGeneration, config, tokenizer)


def _m2m100_files(folder: Path) -> int:
    model = train_pieces(folder)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    names = [*SPECIALS, *(pieces.id_to_piece(i) for i in range(3, len(pieces)))]
    model.rename(folder / "sentencepiece.bpe.model")
    vocabulary = {name: i for i, name in enumerate(names)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    return len(names)


def m2m100(folder: Path, *, languages: int = 100, layers: tuple[int, int] = (1, 2)) -> Path:
    """M2M100 with `vocab.json` and SentencePiece; rows for the first `languages` of its list."""
    pieces = _m2m100_files(folder)
    tokenizer = transformers.M2M100Tokenizer(
        str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model")
    )
    shape = SHAPE | {"encoder_layers": layers[0], "decoder_layers": layers[1]}
    config = transformers.M2M100Config(
        vocab_size=pieces + languages,
        max_position_embeddings=64,
        decoder_start_token_id=2,
        **shape,
        **ENDS,
    )
    return _save(folder, transformers.M2M100ForConditionalGeneration, config, tokenizer)


def small100(folder: Path) -> Path:
    """As alirezamsh/small100: 12 + 3 layers, M2M100's tokenizer named, and code of its own.

    The code raises when it is run.
    """
    m2m100(folder, layers=(12, 3))
    code = "raise RuntimeError('code of the checkpoint was run')\n"
    (folder / "tokenization_small100.py").write_text(code)
    (folder / "tokenizer.json").unlink(missing_ok=True)
    return folder


def mbart50(folder: Path) -> Path:
    """mBART-50: Unigram pieces, then 52 language codes."""
    pieces = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), *_unigram(folder)]
    tokenizer = transformers.MBart50Tokenizer(vocab=pieces, model_max_length=64)
    config = transformers.MBartConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=64,
        decoder_start_token_id=2,
        **SHAPE,
        **ENDS,
    )
    return _save(folder, transformers.MBartForConditionalGeneration, config, tokenizer)


def marian(folder: Path, *, codes: Sequence[str] = ()) -> Path:
    """An OPUS-MT model: English into Russian, or into the languages of `codes` (`>>rus<<`)."""
    model = train_pieces(folder)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    names = ["</s>", "<unk>", *codes, *(pieces.id_to_piece(i) for i in range(3, len(pieces)))]
    vocabulary = {name: i for i, name in enumerate([*names, "<pad>"])}
    shutil.copy(model, folder / "source.spm")
    model.rename(folder / "target.spm")
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    said = {"tokenizer_class": "MarianTokenizer", "source_lang": "en", "model_max_length": 64}
    if not codes:
        said["target_lang"] = "ru"
    (folder / "tokenizer_config.json").write_text(json.dumps(said), encoding="utf-8")
    pad = len(vocabulary) - 1
    config = transformers.MarianConfig(
        vocab_size=len(vocabulary),
        max_position_embeddings=64,
        decoder_start_token_id=pad,
        pad_token_id=pad,
        eos_token_id=0,
        bos_token_id=None,
        forced_eos_token_id=0,
        **SHAPE,
    )
    saved = _save(folder, transformers.MarianMTModel, config)
    generation = {"bad_words_ids": [[pad]], "num_beams": 6, "max_length": 512}
    generation |= {"pad_token_id": pad, "eos_token_id": 0, "decoder_start_token_id": pad}
    (folder / "generation_config.json").write_text(json.dumps(generation), encoding="utf-8")
    return saved


def t5(folder: Path, *, codes: Sequence[str] = ()) -> Path:
    """T5, or with `codes` such as `<2ru>` a translator of MADLAD's kind."""
    specials = ("<pad>", "</s>", "<unk>", *codes)
    pieces = [(name, 0.0) for name in specials] + _unigram(folder)
    tokenizer = transformers.T5Tokenizer(vocab=pieces, extra_ids=0, model_max_length=10**30)
    config = _config(
        transformers.T5Config,
        vocab_size=len(tokenizer),
        d_model=24,
        d_kv=12,
        d_ff=32,
        num_layers=2,
        num_heads=2,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    return _save(folder, transformers.T5ForConditionalGeneration, config, tokenizer)


def _byte_bpe(folder: Path, tokenizer_class: Any) -> Any:
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    backend.train_from_iterator(
        TEXTS["en"],
        trainers.BpeTrainer(
            vocab_size=420,
            special_tokens=[*SPECIALS, "<mask>"],
            initial_alphabet=alphabet,
            show_progress=False,
        ),
    )
    trained = json.loads(backend.to_str())["model"]
    merges = _pairs(trained["merges"])
    return tokenizer_class(vocab=trained["vocab"], merges=merges, model_max_length=96)


def bart(folder: Path) -> Path:
    """BART with byte-level BPE, and the generation defaults of BART-CNN."""
    tokenizer = _byte_bpe(folder, transformers.BartTokenizer)
    config = _config(
        transformers.BartConfig,
        vocab_size=len(tokenizer),
        max_position_embeddings=96,
        decoder_start_token_id=2,
        forced_bos_token_id=0,
        forced_eos_token_id=2,
        **SHAPE,
        **ENDS,
    )
    saved = _save(folder, transformers.BartForConditionalGeneration, config, tokenizer)
    path = folder / "generation_config.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content |= {"min_length": 56, "max_length": 142, "length_penalty": 2.0, "num_beams": 4}
    content |= {"early_stopping": True, "no_repeat_ngram_size": 3, "forced_bos_token_id": 0}
    path.write_text(json.dumps(content), encoding="utf-8")
    return saved


def pegasus(folder: Path) -> Path:
    """PEGASUS: padding starts the decoder, positions are sinusoids."""
    specials = ("<pad>", "</s>", "<mask_1>", "<mask_2>", *(f"<unk_{i}>" for i in range(2, 5)))
    pieces = [(name, 0.0) for name in (*specials, "<unk>")] + _unigram(folder)
    tokenizer = transformers.PegasusTokenizer(vocab=pieces, offset=5, model_max_length=96)
    config = transformers.PegasusConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=96,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
        forced_eos_token_id=1,
        **SHAPE,
    )
    return _save(folder, transformers.PegasusForConditionalGeneration, config, tokenizer)


def led(folder: Path, *, reads: int | None = None) -> Path:
    """Longformer-Encoder-Decoder with windows of eight tokens, which reads 96 tokens or `reads`."""
    tokenizer = _byte_bpe(folder, getattr(transformers, "LEDTokenizer"))  # noqa: B009
    if reads is not None:
        tokenizer.model_max_length = reads
    shape = {key: value for key, value in SHAPE.items() if key != "scale_embedding"}
    config = transformers.LEDConfig(
        vocab_size=len(tokenizer),
        max_encoder_position_embeddings=reads or 160,
        max_decoder_position_embeddings=96,
        attention_window=8,
        decoder_start_token_id=2,
        **shape,
        **ENDS,
    )
    return _save(folder, transformers.LEDForConditionalGeneration, config, tokenizer)


BUILDERS: dict[str, Callable[[Path], Path]] = {
    "nllb": nllb,
    "m2m100": m2m100,
    "small100": small100,
    "mbart50": mbart50,
    "marian": marian,
    "marian-many": lambda folder: marian(folder, codes=(">>rus<<", ">>pus<<", ">>pes<<")),
    "madlad": lambda folder: t5(folder, codes=("<2en>", "<2fa>", "<2ps>", "<2ru>")),
    "t5": t5,
    "bart": bart,
    "pegasus": pegasus,
    "led": led,
}
"""A builder for each family of the table that a test drives."""
