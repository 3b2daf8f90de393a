"""The table of families: telling them apart, their codes and their limits."""

import pytest

from briefgen.engines import families
from briefgen.engines.families import FAMILIES, detect_family, first_limit, stand_ins
from briefgen.errors import CheckpointError
from briefgen.languages import resolve_source


@pytest.mark.parametrize(
    ("model_type", "tokens", "tokenizer_class", "family"),
    [
        ("m2m_100", ["<s>", "eng_Latn", "prs_Arab"], "", "nllb"),
        ("m2m_100", [], "NllbTokenizerFast", "nllb"),
        ("m2m_100", ["__en__", "__fa__"], "", "m2m100"),
        ("m2m_100", [], "M2M100Tokenizer", "m2m100"),
        ("m2m_100", ["__en__"], "SMALL100Tokenizer", "small100"),
        ("mbart", ["en_XX", "ps_AF"], "", "mbart50"),
        ("mbart", ["en_XX", "ru_RU"], "MBartTokenizer", "mbart"),
        ("marian", [">>rus<<"], "MarianTokenizer", "marian-many"),
        ("marian", [], "MarianTokenizer", "marian"),
        ("t5", ["<2fa>"], "T5Tokenizer", "madlad"),
        ("t5", ["<extra_id_0>"], "T5Tokenizer", "t5"),
        ("mt5", [], "", "mt5"),
        ("bart", [], "", "bart"),
        ("pegasus", [], "", "pegasus"),
        ("led", [], "", "led"),
    ],
)
def test_a_family_is_told_by_its_model_type_and_what_its_tokenizer_knows(
    model_type: str, tokens: list[str], tokenizer_class: str, family: str
) -> None:
    assert detect_family({"model_type": model_type}, tokens, tokenizer_class).name == family


def test_an_unknown_model_type_is_named_beside_the_known_ones() -> None:
    with pytest.raises(CheckpointError, match=r"'gpt2'.*bart.*m2m_100.*t5"):
        detect_family({"model_type": "gpt2"}, [])


def test_a_shared_model_type_without_any_sign_is_refused_rather_than_guessed() -> None:
    with pytest.raises(CheckpointError, match="no language codes"):
        detect_family({"model_type": "m2m_100"}, ["<s>", "</s>"])


def test_every_translator_has_codes_and_of_known_languages_only() -> None:
    for family in FAMILIES:
        assert all(resolve_source(code) == code for code in family.codes)
        assert bool(family.codes) is family.translates


@pytest.mark.parametrize(
    ("family", "code", "written"),
    [
        (families.NLLB, "de", "deu_Latn"),
        (families.NLLB, "fa", "pes_Arab"),
        (families.NLLB, "ckb", "ckb_Arab"),
        (families.NLLB, "tg", "tgk_Cyrl"),
        (families.M2M100, "uk", "__uk__"),
        (families.MBART50, "ar", "ar_AR"),
        (families.MBART, "tr", "tr_TR"),
    ],
)
def test_a_source_may_be_in_what_a_family_was_trained_on(
    family: families.Family, code: str, written: str
) -> None:
    assert family.codes[code][0].written == written


def test_the_numbers_of_languages_are_those_of_the_papers() -> None:
    counts = {family.name: len(family.codes) for family in FAMILIES}
    # M2M100's 100 languages, and Dari by way of Persian.
    assert (counts["m2m100"], counts["nllb"], counts["mbart50"]) == (101, 196, 53)


def test_only_nllb_has_dari_without_a_stand_in_as_first_choice_in_the_decoder() -> None:
    without = [f.name for f in FAMILIES if f.language == "first-token"]
    real = [name for name in without if not _family(name).codes["prs"][0].stands_for]
    assert real == ["nllb"]


def _family(name: str) -> families.Family:
    return next(family for family in FAMILIES if family.name == name)


def test_small100_as_the_hub_has_it_is_told_from_m2m100_by_its_shape() -> None:
    # Its tokenizer_config.json names M2M100's tokenizer.
    shape = {"model_type": "m2m_100", "encoder_layers": 12, "decoder_layers": 3}
    assert detect_family(shape, ["__ps__"], "M2M100Tokenizer").name == "small100"
    assert detect_family(shape, ["__ps__"], "").name == "small100"
    assert detect_family(shape | {"decoder_layers": 12}, ["__ps__"]).name == "m2m100"
    assert detect_family(shape, ["prs_Arab"], "NllbTokenizer").name == "nllb"


def test_persian_for_dari_is_known_from_the_codes_of_a_brief() -> None:
    assert stand_ins({"prs": "fa_IR", "ru": "ru_RU"}) == {"prs": "Persian"}
    assert stand_ins({"prs": "prs_Arab", "ru": "rus_Cyrl"}) == {}


def test_the_limit_is_the_field_that_bounds_the_family() -> None:
    led = _family("led")
    config = {"max_encoder_position_embeddings": 16384, "max_decoder_position_embeddings": 1024}
    assert first_limit(config, led.source_limits, led.trained_tokens) == 16384
    assert first_limit(config, led.target_limits, led.trained_tokens) == 1024
    t5 = _family("t5")
    assert first_limit({"n_positions": 512}, t5.source_limits, t5.trained_tokens) == 512
    assert first_limit({}, t5.source_limits, t5.trained_tokens) == t5.trained_tokens
    with pytest.raises(CheckpointError, match="max_position_embeddings"):
        first_limit({}, _family("bart").source_limits, 0)
