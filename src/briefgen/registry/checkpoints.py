"""The checkpoints that briefgen knows by name.

A fact stands here only where a source is named in `note`; what nobody has verified is None, and
is read off the checkpoint itself when it is installed. A revision is pinned only where the hub's
pages gave the whole commit; else `main` is resolved to a commit by `store` when a checkpoint is
installed, and locked there.
"""

from dataclasses import replace

from briefgen.registry.base import Checkpoint

_BRIEF_LANGUAGES = ("en", "prs", "ps", "ru")

_XLSUM = (
    "am", "ar", "az", "bn", "my", "zh", "fr", "gu", "ha", "hi", "ig", "id", "ja", "rn", "ko", "ky",
    "mr", "ne", "om", "fa", "pt", "pa", "gd", "sr", "si", "so", "es", "sw", "ta", "te", "th", "ti",
    "tr", "uk", "ur", "uz", "vi", "cy", "yo",
)  # fmt: skip
_NLLB_CARD = (
    "Made for single sentences, not for documents, nor for medical or legal use; trained on at most"
    " 512 tokens (fairseq's NLLB README, model card)."
)
_NO_DARI = "Has no Dari: Persian stands in for it, and the brief says so"
_DEMO = (
    "A small demonstration model of one field, news on Afghanistan, that comes with briefgen: what"
    " it writes of anything else is not to be relied on."
)


def _nllb(*, size: str, parameters: int, download_bytes: int | None, seen: str) -> Checkpoint:
    return Checkpoint(
        id=f"facebook/nllb-200-{size}",
        task="translate",
        licence="CC-BY-NC-4.0",
        commercial=False,
        parameters=parameters,
        download_bytes=download_bytes,
        languages=_BRIEF_LANGUAGES,
        max_source_tokens=512,
        note=f"{_NLLB_CARD} {seen}",
    )


def _converted(
    id: str,
    original: Checkpoint,
    *,
    weights: str | None,
    download_bytes: int | None,
    revision: str = "main",
    seen: str,
) -> Checkpoint:
    """What somebody made of a checkpoint for CTranslate2: all but the files is the original's."""
    return replace(
        original,
        id=id,
        download_bytes=download_bytes,
        revision=revision,
        note=f"Converted from {original.id} by {id.partition('/')[0]}, not by its makers. {seen}",
        converted_from=original.id,
        weights=weights,
    )


_NLLB_600M = _nllb(
    size="distilled-600M",
    parameters=600_000_000,
    download_bytes=2_482_000_000,
    seen="Its main has no safetensors, only pytorch_model.bin of 2.46 GB (the hub's file list,"
    " November 2026).",
)
_NLLB_1300M = _nllb(
    size="distilled-1.3B",
    parameters=1_300_000_000,
    download_bytes=5_502_000_000,
    seen="pytorch_model.bin of 5.48 GB (the hub's file list, November 2026).",
)
_SMALL100 = Checkpoint(
    id="alirezamsh/small100",
    task="translate",
    licence="MIT",
    commercial=True,
    parameters=330_000_000,
    download_bytes=None,
    languages=("en", "ps", "ru"),
    persian_for_dari=True,
    max_source_tokens=1024,
    revision="8ab680e26a596d2e3d2d2d17ae0f68df1037328c",
    note=f"{_NO_DARI}. The small one with Pashto and Russian whose licence permits commercial use."
    " Its repository holds code for its tokenizer, which briefgen neither fetches nor runs.",
)
_MADLAD = Checkpoint(
    id="google/madlad400-3b-mt",
    task="translate",
    licence="Apache-2.0",
    commercial=True,
    parameters=3_000_000_000,
    download_bytes=11_821_000_000,
    languages=("en", "ps", "ru"),
    persian_for_dari=True,
    max_source_tokens=None,
    note=f"{_NO_DARI}; a third party's list has its code <2prs>, which nobody here has verified."
    " 11.8 GB of safetensors (the hub's file list, November 2026).",
)

CHECKPOINTS: dict[str, Checkpoint] = {
    known.id: known
    for known in (
        _NLLB_600M,
        _converted(
            "skywood/nllb-200-distilled-600M-ct2-int8",
            _NLLB_600M,
            weights="int8",
            download_bytes=652_000_000,
            seen="model.bin of 623 MB (the hub's file list at e114450, November 2026).",
        ),
        _converted(
            "entai2965/nllb-200-distilled-600M-ctranslate2",
            _NLLB_600M,
            weights=None,
            download_bytes=None,
            seen="What its numbers are kept in has not been verified here.",
        ),
        _NLLB_1300M,
        _converted(
            "OpenNMT/nllb-200-distilled-1.3B-ct2-int8",
            _NLLB_1300M,
            weights="int8",
            download_bytes=1_403_000_000,
            revision="70f572adafa4794890ce7826156a4209717855af",
            seen="OpenNMT makes CTranslate2 itself. model.bin of 1.38 GB, no sentencepiece file"
            " (the hub's file list, November 2026).",
        ),
        _nllb(
            size="1.3B",
            parameters=1_300_000_000,
            download_bytes=None,
            seen="The distilled one of the same size is the usual choice.",
        ),
        _nllb(
            size="3.3B",
            parameters=3_300_000_000,
            download_bytes=None,
            seen="Three shards of pytorch_model.bin (the hub's file list, November 2026).",
        ),
        Checkpoint(
            id="facebook/m2m100_418M",
            task="translate",
            licence="MIT",
            commercial=True,
            parameters=418_000_000,
            download_bytes=None,
            languages=("en", "ps", "ru"),
            persian_for_dari=True,
            max_source_tokens=1024,
            note=f"{_NO_DARI} (languages as EasyNMT lists them).",
        ),
        Checkpoint(
            id="facebook/m2m100_1.2B",
            task="translate",
            licence="MIT",
            commercial=True,
            parameters=1_200_000_000,
            download_bytes=None,
            languages=("en", "ps", "ru"),
            persian_for_dari=True,
            max_source_tokens=1024,
            note=f"{_NO_DARI} (languages as EasyNMT lists them).",
        ),
        Checkpoint(
            id="facebook/mbart-large-50-many-to-many-mmt",
            task="translate",
            licence="MIT",
            commercial=True,
            parameters=None,
            download_bytes=2_300_000_000,
            languages=("en", "ps", "ru"),
            persian_for_dari=True,
            max_source_tokens=1024,
            note=f"{_NO_DARI}. The licence is that of the base model's card.",
        ),
        _MADLAD,
        _converted(
            "Nextcloud-AI/madlad400-3b-mt-ct2-int8_float32",
            _MADLAD,
            weights="int8_float32",
            download_bytes=2_960_000_000,
            seen="model.bin of 2.95 GB (the hub's file list, November 2026).",
        ),
        _converted(
            "Heng666/madlad400-3b-mt-ct2-int8",
            _MADLAD,
            weights="int8",
            download_bytes=2_960_000_000,
            seen="model.bin of 2.95 GB (the hub's file list, November 2026).",
        ),
        _SMALL100,
        _converted(
            "solavr/small100-ctranslate2-int8",
            _SMALL100,
            weights="int8",
            download_bytes=None,
            seen="Persian stands in for Dari.",
        ),
        _converted(
            "entai2965/small100-ctranslate2",
            _SMALL100,
            weights="float32",
            download_bytes=1_340_000_000,
            seen="Persian stands in for Dari. 1.34 GB (the hub's file list, November 2026).",
        ),
        Checkpoint(
            id="Helsinki-NLP/opus-mt-en-ru",
            task="translate",
            licence=None,
            commercial=False,
            parameters=None,
            download_bytes=None,
            languages=("en", "ru"),
            max_source_tokens=512,
            note="English to Russian only (Marian). Its licence has not been verified here.",
        ),
        Checkpoint(
            id="facebook/bart-large-cnn",
            task="summarize",
            licence="MIT",
            commercial=True,
            parameters=406_000_000,
            download_bytes=1_630_000_000,
            languages=("en",),
            max_source_tokens=1024,
            note="News of CNN and the Daily Mail. model.safetensors of 1.63 GB (the hub's file"
            " list, November 2026).",
        ),
        Checkpoint(
            id="sshleifer/distilbart-cnn-12-6",
            task="summarize",
            licence="Apache-2.0",
            commercial=True,
            parameters=306_000_000,
            download_bytes=None,
            languages=("en",),
            max_source_tokens=1024,
            note="12 encoder and 6 decoder layers, as its name says.",
        ),
        Checkpoint(
            id="google/pegasus-cnn_dailymail",
            task="summarize",
            licence=None,
            commercial=False,
            parameters=568_000_000,
            download_bytes=None,
            languages=("en",),
            max_source_tokens=None,
            note="Does not run in 16-bit floats. Its licence has not been verified here.",
        ),
        Checkpoint(
            id="google/flan-t5-base",
            task="summarize",
            licence="Apache-2.0",
            commercial=True,
            parameters=None,
            download_bytes=None,
            languages=("en",),
            max_source_tokens=512,
            note="Follows a prompt (the templates in prompts/); trained on 512 tokens.",
            prompted=True,
        ),
        Checkpoint(
            id="google/flan-t5-large",
            task="summarize",
            licence="Apache-2.0",
            commercial=True,
            parameters=None,
            download_bytes=None,
            languages=("en",),
            max_source_tokens=512,
            note="Follows a prompt (the templates in prompts/); trained on 512 tokens.",
            prompted=True,
        ),
        Checkpoint(
            id="csebuetnlp/mT5_multilingual_XLSum",
            task="summarize",
            licence="CC-BY-NC-SA-4.0",
            commercial=False,
            parameters=580_000_000,
            download_bytes=None,
            languages=("en", "ps", "ru"),
            further_languages=_XLSUM,
            max_source_tokens=512,
            note="Summarises in the article's language, in at most 84 tokens. Has Persian and no"
            " Dari; its languages are those of XL-Sum (Hasan et al. 2021, table 1).",
        ),
        Checkpoint(
            id="briefgen/demo-translator",
            task="translate",
            licence="CC0-1.0",
            commercial=True,
            parameters=None,
            download_bytes=0,
            languages=_BRIEF_LANGUAGES,
            max_source_tokens=None,
            note=_DEMO,
            builtin="translator",
        ),
        Checkpoint(
            id="briefgen/demo-summarizer",
            task="summarize",
            licence="CC0-1.0",
            commercial=True,
            parameters=None,
            download_bytes=0,
            languages=("en",),
            max_source_tokens=None,
            note=_DEMO,
            builtin="summarizer",
        ),
    )
}


def checkpoint(name: str) -> Checkpoint | None:
    """What is known of a checkpoint, or None: any other hub id may be used just as well.

    >>> checkpoint("facebook/m2m100_418M").persian_for_dari
    True
    """
    return CHECKPOINTS.get(name)


def ways(id: str) -> tuple[str, ...]:
    """The checkpoints that serve where a preset names one, preferred first.

    Whoever has the original has asked for it by name, so it comes before a conversion by others.

    >>> ways("OpenNMT/nllb-200-distilled-1.3B-ct2-int8")
    ('facebook/nllb-200-distilled-1.3B', 'OpenNMT/nllb-200-distilled-1.3B-ct2-int8')
    >>> ways("facebook/bart-large-cnn")
    ('facebook/bart-large-cnn',)
    """
    known = CHECKPOINTS.get(id)
    if known is None or known.converted_from is None:
        return (id,)
    return (known.converted_from, id)


def is_demo(name: str) -> bool:
    """Whether a name is that of an embedded demonstration model.

    >>> is_demo("briefgen/demo-translator"), is_demo("facebook/bart-large-cnn")
    (True, False)
    """
    found = CHECKPOINTS.get(name)
    return found is not None and found.builtin is not None
