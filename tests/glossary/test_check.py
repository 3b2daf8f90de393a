"""Required terms are preferred, put where a known wrong form stands, else flagged."""

from collections.abc import Sequence

import pytest

from briefgen.engines.base import Hypothesis, Request
from briefgen.glossary import Glossary, Term
from briefgen.glossary.builtin import builtin_glossary
from briefgen.glossary.check import check_glossary, use_glossary
from briefgen.options import TranslationOptions
from briefgen.translate.translator import Translator
from tests.translate.fakes import FakeEngine

GLOSSARY = Glossary(
    terms=(
        Term(
            sources=("hospital",),
            targets={"prs": ("شفاخانه",), "ps": ("روغتون",), "ru": ("больница",)},
            wrong={"prs": ("بیمارستان",), "ru": ("госпиталь",)},
        ),
        Term(
            sources=("envoy",),
            targets={"ru": ("посланник",)},
            wrong={"ru": ("представитель", "спецпосланник")},
        ),
    ),
    sha256="x",
)


def _codes(source: str, target: str, language: str) -> list[tuple[str, str]]:
    flags = check_glossary(
        GLOSSARY, source, target, source_language="en", target_language=language, where="s1"
    )
    assert all(flag.where == "s1" for flag in flags)
    return [(flag.code, flag.severity) for flag in flags]


def test_a_missing_term_is_an_error_that_names_it() -> None:
    assert _codes("Two hospitals closed.", "Закрылись две больницы.", "ru") == []
    assert _codes("Two hospitals closed.", "Закрылись две клиники.", "ru") == [
        ("glossary-miss", "error")
    ]
    (flag,) = check_glossary(
        GLOSSARY, "Hospitals!", "Клиники!", source_language="en", target_language="ru"
    )
    assert "Hospitals" in flag.detail
    assert "больница" in flag.detail


def test_a_wrong_form_beside_a_right_one_is_a_miss() -> None:
    source = "The hospital and the other hospital."
    assert _codes(source, "Больница и другой госпиталь.", "ru") == [("glossary-miss", "error")]


def test_a_right_form_that_holds_a_wrong_one_is_right() -> None:
    term = Term(sources=("tap",), targets={"ru": ("водный кран",)}, wrong={"ru": ("кран",)})
    glossary = Glossary(terms=(term,), sha256="")
    found = check_glossary(
        glossary, "A tap.", "Водный кран.", source_language="en", target_language="ru"
    )
    assert found == ()


def test_a_text_in_its_own_language_needs_no_terms() -> None:
    assert (
        check_glossary(GLOSSARY, "hospital", "x", source_language="ru", target_language="ru") == ()
    )
    assert check_glossary(None, "hospital", "x", source_language="en", target_language="ru") == ()


def test_a_built_in_miss_is_a_warning_and_an_acronym_may_stand() -> None:
    flags = check_glossary(
        builtin_glossary(),
        "Kabul sent ISIS a message.",
        "Они отправили ISIS письмо.",
        source_language="en",
        target_language="ru",
    )
    assert [(flag.code, flag.severity) for flag in flags] == [("glossary-miss", "warning")]
    assert "Кабул" in flags[0].detail


@pytest.mark.parametrize(
    ("language", "source", "target", "mended"),
    [
        ("ru", "The hospital closed.", "Госпиталь закрыт.", "Больница закрыт."),
        ("ru", "An envoy came.", "Приехал представитель.", "Приехал посланник."),
        ("ru", "With an envoy.", "С представителем.", "С посланником."),
        ("ru", "No hospital.", "Нет ни госпиталя.", "Нет ни больницы."),
        ("ru", "In hospitals.", "В госпиталях.", "В больницах."),
        ("ru", "Envoys came.", "Приехали спецпосланники.", "Приехали посланники."),
        ("prs", "The hospital closed.", "بیمارستان بسته شد.", "شفاخانه بسته شد."),
        ("ru", "The clinic closed.", "Госпиталь закрыт.", "Госпиталь закрыт."),
        ("ps", "The hospital closed.", "روغتون وتړل شو.", "روغتون وتړل شو."),
    ],
)
def test_a_known_wrong_form_is_replaced_where_its_term_stands(
    language: str, source: str, target: str, mended: str
) -> None:
    text, flags = use_glossary(
        GLOSSARY, source, target, source_language="en", target_language=language, where="s1"
    )
    assert text == mended
    assert [flag.code for flag in flags] == (["glossary-replaced"] if mended != target else [])
    assert all(flag.severity == "warning" for flag in flags)


def test_a_plural_with_zwnj_is_replaced_whole() -> None:
    text, _ = use_glossary(
        GLOSSARY, "Hospitals", "در بیمارستان‌های شهر", source_language="en", target_language="prs"
    )
    assert "بیمارستان" not in text
    assert text.startswith("در شفاخانه")
    assert text.endswith("های شهر")


def _translate(
    hypotheses: Sequence[str], glossary: Glossary | None
) -> tuple[str, list[tuple[str, str]]]:
    def answer(request: Request) -> list[Hypothesis]:
        return [Hypothesis(text=text, score=-0.1 * n) for n, text in enumerate(hypotheses, 1)]

    translator = Translator(FakeEngine(answer), TranslationOptions(), glossary=glossary)
    (found,) = translator.translate(["The hospital was closed."], source="en", to=["ru"])["ru"]
    return found.text, [(flag.code, flag.severity) for flag in found.flags]


def test_a_hypothesis_with_the_required_term_is_preferred() -> None:
    hypotheses = ["Эта клиника закрыта.", "Эта больница закрыта."]
    assert _translate(hypotheses, None) == (hypotheses[0], [])
    assert _translate(hypotheses, GLOSSARY) == (hypotheses[1], [])


def test_a_required_term_is_put_in_where_no_hypothesis_has_it() -> None:
    text, flags = _translate(["Этот госпиталь закрыт."], GLOSSARY)
    assert text == "Этот больница закрыт."
    assert flags == [("glossary-replaced", "warning")]


def test_what_cannot_be_put_in_is_flagged() -> None:
    text, flags = _translate(["Эта клиника закрыта."], GLOSSARY)
    assert text == "Эта клиника закрыта."
    assert flags == [("glossary-miss", "error")]
