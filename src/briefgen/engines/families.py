"""Families of checkpoints, as a table: what each wants to be told, and where its limits stand.

Nothing here imports torch or transformers. Class names are those of transformers; `loading` looks
them up there and nowhere else, so that no checkpoint can bring code of its own.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Literal, TypeAlias

from briefgen.errors import CheckpointError

LanguageSetting: TypeAlias = Literal[
    "first-token", "decoder-start", "source-token", "input-prefix", "fixed", "none"
]
"""How a family is told the language wanted.

`first-token`: the first token that the decoder writes is forced (`forced_bos_token_id`).
`decoder-start`: the token that the decoder starts from.
`source-token`: the language token before the source is the target's, not the source's.
`input-prefix`: a token written into the text before the source.
`fixed`: the checkpoint has one target language, and is told nothing.
`none`: the checkpoint writes in the language of what it reads.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a checkpoint calls a language.

    Attributes:
        name: the code as the checkpoint's makers write it, such as `fa`.
        token: the token that stands for it, where it is written otherwise, such as `__fa__`.
        stands_for: the language that it really is, where it is not the one asked for.
    """

    name: str
    token: str = ""
    stands_for: str = ""

    @property
    def written(self) -> str:
        """The token in the vocabulary."""
        return self.token or self.name


Codes: TypeAlias = Mapping[str, tuple[Code, ...]]


def _codes(form: str = "{}", others: str = "", /, **names: str) -> Codes:
    """A code of each language; several in order of preference, `=Persian` marking a stand-in.

    `others` names the column of `codes.tsv` with what else a source may be in. The column was made
    of the lists that transformers' tokenizers of these families carry.
    """
    table: dict[str, tuple[Code, ...]] = {}
    for language, written in (names | _column(others)).items():
        pairs = [part.partition("=") for part in written.split()]
        table[language] = tuple(
            Code(name=name, token=form.format(name), stands_for=real) for name, _, real in pairs
        )
    return table


def _column(name: str) -> dict[str, str]:
    """The codes of one column of `codes.tsv`, by briefgen's code; none for an empty name."""
    text = files("briefgen.engines").joinpath("codes.tsv").read_text(encoding="utf-8")
    heads, *rows = (line.split("\t") for line in text.splitlines())
    at = heads.index(name) if name else 0
    return {row[0]: row[at] for row in rows if at and row[at]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One row of the table.

    Attributes:
        name: what errors and `models list` call it.
        model_types: `model_type` of the checkpoint's `config.json`.
        model_class: the class of transformers that runs it.
        tokenizer_class: the class of transformers that reads its text.
        language: how it is told the language wanted.
        codes: the checkpoint's code of each language that it may know, preferred first.
        source_named: whether the tokenizer is told the language of the source.
        source_limits: fields of the config that bound the input in tokens; the first there counts.
        target_limits: the same for the output.
        trained_tokens: the limit where the config has none: positions are relative, and this is
            what the family was trained on.
        vocabulary_files: sets of files, one of which the tokenizer needs.
        global_first_token: the first token attends to all (Longformer-Encoder-Decoder).
        before: tokens before the text that is read, apart by spaces; `{}` for a language's.
        after: tokens after it.
    """

    name: str
    model_types: tuple[str, ...]
    model_class: str
    tokenizer_class: str
    language: LanguageSetting
    codes: Codes = field(default_factory=dict)
    source_named: bool = False
    source_limits: tuple[str, ...] = ("max_position_embeddings",)
    target_limits: tuple[str, ...] = ("max_position_embeddings",)
    trained_tokens: int = 0
    vocabulary_files: tuple[tuple[str, ...], ...]
    global_first_token: bool = False
    before: str = ""
    after: str = "</s>"

    @property
    def translates(self) -> bool:
        """Whether a target language can be asked of it."""
        return self.language != "none"


_WHOLE = (("tokenizer.json",),)
_SENTENCEPIECE_BPE = (("tokenizer.json",), ("sentencepiece.bpe.model",))
_T5_PIECES = (("tokenizer.json",), ("spiece.model",))
_BYTE_BPE = (("tokenizer.json",), ("vocab.json", "merges.txt"))

NLLB = Family(
    name="nllb",
    model_types=("m2m_100",),
    model_class="M2M100ForConditionalGeneration",
    tokenizer_class="NllbTokenizer",
    language="first-token",
    codes=_codes("{}", "nllb", en="eng_Latn", prs="prs_Arab", ps="pbt_Arab", ru="rus_Cyrl"),
    source_named=True,
    # From the SentencePiece file alone transformers 5 puts `<mask>` before the language codes, and
    # each code then names its neighbour's language.
    vocabulary_files=_WHOLE,
    before="{}",
)
M2M100 = Family(
    name="m2m100",
    model_types=("m2m_100",),
    model_class="M2M100ForConditionalGeneration",
    tokenizer_class="M2M100Tokenizer",
    language="first-token",
    codes=_codes("__{}__", "m2m100", en="en", prs="fa=Persian", ps="ps", ru="ru"),
    source_named=True,
    vocabulary_files=(("vocab.json", "sentencepiece.bpe.model"),),
    before="{}",
)
# SMaLL-100 (Mohammadshahi et al. 2022) ships a tokenizer as remote code; what it does beyond
# M2M100's is to put the target's token before the source, which needs no code of theirs.
SMALL100 = Family(
    name="small100",
    model_types=("m2m_100",),
    model_class="M2M100ForConditionalGeneration",
    tokenizer_class="M2M100Tokenizer",
    language="source-token",
    codes=M2M100.codes,
    vocabulary_files=M2M100.vocabulary_files,
    before="{}",
)
MBART50 = Family(
    name="mbart50",
    model_types=("mbart",),
    model_class="MBartForConditionalGeneration",
    tokenizer_class="MBart50Tokenizer",
    language="first-token",
    codes=_codes("{}", "mbart50", en="en_XX", prs="fa_IR=Persian", ps="ps_AF", ru="ru_RU"),
    source_named=True,
    vocabulary_files=_SENTENCEPIECE_BPE,
    before="{}",
)
MBART = Family(
    name="mbart",
    model_types=("mbart",),
    model_class="MBartForConditionalGeneration",
    tokenizer_class="MBartTokenizer",
    language="decoder-start",
    codes=_codes("{}", "mbart50", en="en_XX", ru="ru_RU"),
    source_named=True,
    vocabulary_files=_SENTENCEPIECE_BPE,
    after="</s> {}",
)
MARIAN_MANY = Family(
    name="marian-many",
    model_types=("marian",),
    model_class="MarianMTModel",
    tokenizer_class="MarianTokenizer",
    language="input-prefix",
    codes=_codes(
        ">>{}<<",
        en="eng en",
        prs="prs fas=Persian pes=Persian fa=Persian",
        ps="pbt pus ps",
        ru="rus ru",
    ),
    vocabulary_files=(("vocab.json", "source.spm", "target.spm"),),
)
# A pair that is fixed: the codes are what its `target_lang` may say.
MARIAN = Family(
    name="marian",
    model_types=("marian",),
    model_class="MarianMTModel",
    tokenizer_class="MarianTokenizer",
    language="fixed",
    codes=_codes(
        en="en eng", prs="prs fa=Persian fas=Persian pes=Persian", ps="ps pus pbt", ru="ru rus"
    ),
    vocabulary_files=MARIAN_MANY.vocabulary_files,
)
MADLAD = Family(
    name="madlad",
    model_types=("t5",),
    model_class="T5ForConditionalGeneration",
    tokenizer_class="T5Tokenizer",
    language="input-prefix",
    codes=_codes("<2{}>", en="en", prs="prs fa=Persian", ps="ps", ru="ru"),
    source_limits=("n_positions",),
    target_limits=("n_positions",),
    trained_tokens=512,
    vocabulary_files=_T5_PIECES,
)
T5 = Family(
    name="t5",
    model_types=("t5",),
    model_class="T5ForConditionalGeneration",
    tokenizer_class="T5Tokenizer",
    language="none",
    source_limits=("n_positions",),
    target_limits=("n_positions",),
    trained_tokens=512,
    vocabulary_files=_T5_PIECES,
)
MT5 = Family(
    name="mt5",
    model_types=("mt5",),
    model_class="MT5ForConditionalGeneration",
    tokenizer_class="T5Tokenizer",
    language="none",
    source_limits=("n_positions",),
    target_limits=("n_positions",),
    trained_tokens=512,
    vocabulary_files=_T5_PIECES,
)
BART = Family(
    name="bart",
    model_types=("bart",),
    model_class="BartForConditionalGeneration",
    tokenizer_class="BartTokenizer",
    language="none",
    vocabulary_files=_BYTE_BPE,
    before="<s>",
)
PEGASUS = Family(
    name="pegasus",
    model_types=("pegasus",),
    model_class="PegasusForConditionalGeneration",
    tokenizer_class="PegasusTokenizer",
    language="none",
    vocabulary_files=_T5_PIECES,
)
LED = Family(
    name="led",
    model_types=("led",),
    model_class="LEDForConditionalGeneration",
    tokenizer_class="LEDTokenizer",
    language="none",
    source_limits=("max_encoder_position_embeddings",),
    target_limits=("max_decoder_position_embeddings",),
    vocabulary_files=_BYTE_BPE,
    global_first_token=True,
    before="<s>",
)

FAMILIES: tuple[Family, ...] = (
    NLLB,
    M2M100,
    SMALL100,
    MBART50,
    MBART,
    MARIAN_MANY,
    MARIAN,
    MADLAD,
    T5,
    MT5,
    BART,
    PEGASUS,
    LED,
)

# Where several families share a `model_type`, each is known by a token or by its tokenizer's class;
# the first whose sign is there is taken, and the last is what is left.
_SIGNS: Mapping[str, tuple[tuple[Family, re.Pattern[str]], ...]] = {
    "m2m_100": (
        (SMALL100, re.compile(r"SMALL100Tokenizer")),
        (NLLB, re.compile(r"NllbTokenizer(Fast)?|[a-z]{3}_(Latn|Arab|Cyrl)")),
        (M2M100, re.compile(r"M2M100Tokenizer|__[a-z]{2,3}__")),
    ),
    "mbart": (
        (MBART50, re.compile(r"MBart50Tokenizer(Fast)?|fa_IR|ps_AF")),
        (MBART, re.compile(r"MBartTokenizer(Fast)?|en_XX")),
    ),
    "marian": (
        (MARIAN_MANY, re.compile(r">>[a-z]{2,3}(_[A-Za-z]+)?<<")),
        (MARIAN, re.compile(r".*")),
    ),
    "t5": (
        (MADLAD, re.compile(r"<2[a-z]{2,3}>")),
        (T5, re.compile(r".*")),
    ),
}


def detect_family(
    config: Mapping[str, object], tokens: Collection[str], tokenizer_class: str = ""
) -> Family:
    """Tell the family of a checkpoint.

    NLLB and M2M100 have the same `model_type`, and so have T5 and MADLAD: what the tokenizer knows
    tells them apart.

    Args:
        config: the checkpoint's `config.json`.
        tokens: the tokens that its tokenizer has beyond ordinary pieces, such as language codes.
        tokenizer_class: what its `tokenizer_config.json` names, or nothing.

    Raises:
        CheckpointError: a `model_type` that is not in the table, or no sign of any of its families.

    >>> detect_family({"model_type": "m2m_100"}, ["prs_Arab"]).name
    'nllb'
    """
    model_type = str(config.get("model_type", ""))
    rows = [family for family in FAMILIES if model_type in family.model_types]
    if not rows:
        known = ", ".join(sorted({t for family in FAMILIES for t in family.model_types}))
        raise CheckpointError(
            f"model_type {model_type or 'missing'!r} is of no family that briefgen runs: {known}"
        )
    if len(rows) == 1:
        return rows[0]
    for family, sign in _SIGNS[model_type]:
        if sign.fullmatch(tokenizer_class) or any(sign.fullmatch(token) for token in tokens):
            return SMALL100 if family is M2M100 and _is_shallow(config) else family
    names = " or ".join(family.name for family in rows)
    raise CheckpointError(
        f"the tokenizer of this {model_type} checkpoint has no language codes, so that it cannot be"
        f" told whether it is {names}: fetch its tokenizer.json and tokenizer_config.json"
    )


def _is_shallow(config: Mapping[str, object]) -> bool:
    """Whether a checkpoint has SMaLL-100's 12 encoder and 3 decoder layers.

    On the hub it names M2M100's own tokenizer and lists the same languages; M2M100 has as many
    layers on either side.
    """
    return (config.get("encoder_layers"), config.get("decoder_layers")) == (12, 3)


def first_limit(config: Mapping[str, object], fields: tuple[str, ...], otherwise: int) -> int:
    """The first of some fields that the config has, in tokens.

    Raises:
        CheckpointError: there is none, and nothing to take otherwise.
    """
    for name in fields:
        value = config.get(name)
        if isinstance(value, int) and value > 0:
            return value
    if otherwise > 0:
        return otherwise
    raise CheckpointError(f"config.json has no {' or '.join(fields)}: its limit cannot be told")


def stand_ins(codes: Mapping[str, str]) -> dict[str, str]:
    """Which languages of a checkpoint are really another one.

    Args:
        codes: the checkpoint's code of each briefgen language, as `ModelInfo.codes` has them.

    Returns:
        By briefgen's code, the English name of what the checkpoint really writes.

    >>> stand_ins({"prs": "fa", "ps": "ps"})
    {'prs': 'Persian'}
    """
    real = {
        (language, code.name): code.stands_for
        for family in FAMILIES
        for language, choices in family.codes.items()
        for code in choices
        if code.stands_for
    }
    return {
        language: real[language, name]
        for language, name in codes.items()
        if (language, name) in real
    }
