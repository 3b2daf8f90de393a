"""The training text: what fills a pattern, and what the lint finds."""
# ruff: noqa: S311 - chance here makes text, the same at every run

import random

import pytest
from training.fill import Pattern, fill, put, read_patterns
from training.lint import digits_of, faults, lint, lint_tables
from training.names import made_up
from training.slots import LANGUAGES, Language, Lexicon, Named, Quantity, render

GOOD = ("Prices rose.", "قیمت‌ها بالا رفت.", "بیې لوړې شوې.", "Цены выросли.")


def pattern(en: str, prs: str, ps: str, ru: str) -> Pattern:
    return Pattern(topic="core", texts={"en": en, "prs": prs, "ps": ps, "ru": ru})


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def test_the_text_in_the_repository_has_no_faults(lexicon: Lexicon) -> None:
    patterns = read_patterns()
    assert len(patterns) > 6000
    assert lint(patterns, lexicon, {}) == []
    assert lint_tables() == []


@pytest.mark.parametrize(
    ("language", "text", "fault"),
    [
        ("prs", "هواپیما بالا رفت.", "writes هواپیما for طیاره"),
        ("prs", "گفتگو بالا رفت.", "writes گفتگو for گفت‌وگو"),
        ("prs", "در ماه مرداد.", "Iranian month"),
        ("ps", "اونۍ لوړې شوې.", "writes اونۍ for اوونۍ"),
        ("ps", "تر {n:big} لوړې شوې.", "amount not in the oblique"),
        ("ps", "بيې لوړې شوې, ډېرې.", "signs that are not its own"),
        ("ru", "Цены выросли до {n:big}.", "amount not in the genitive"),
        ("ru", "Prices выросли.", "another script"),
    ],
)
def test_the_lint_finds_a_fault(
    language: Language, text: str, fault: str, lexicon: Lexicon
) -> None:
    texts: dict[Language, str] = dict(zip(LANGUAGES, GOOD, strict=True))
    assert list(faults(Pattern(topic="core", texts=texts), lexicon)) == []
    texts[language] = text
    assert any(fault in found for found in faults(Pattern(topic="core", texts=texts), lexicon))


def test_the_lint_compares_the_numbers_of_the_filled_languages(lexicon: Lexicon) -> None:
    wrong = pattern("It has 12 wells.", "۱۲ چاه دارد.", "۱۳ څاګانې لري.", "Там 12 колодцев.")
    assert any("ps has the numbers ['13']" in fault for fault in faults(wrong, lexicon))
    assert digits_of("۱٬۴۰۰ و 3,5") == ["1400", "35"]


@pytest.mark.parametrize(
    ("span", "low", "high"), [("3-90", 3, 90), ("100-9000", 100, 9000), ("2-9k", 2000, 9000)]
)
def test_a_pattern_may_narrow_the_range_of_a_number(
    span: str, low: int, high: int, lexicon: Lexicon
) -> None:
    rng = random.Random(3)
    drawn = [lexicon.sample("num", rng, span=span) for _ in range(50)]
    assert all(isinstance(n, Quantity) and low <= n.amount <= high for n in drawn)


def test_a_pashto_preposition_stands_before_the_head_noun_of_a_value() -> None:
    minister = Named(kind="role", forms={"ps_obl": "د اوبو وزیر", "ps": "د اوبو وزیر"})
    shortage = Named(kind="reason", forms={"ps_obl": "د اوبو کمښت", "ps": "د اوبو کمښت"})
    text = Pattern(
        topic="core", texts={"ps": "د کابل له {r:role.obl} سره د {q:reason.obl} له امله"}
    )
    assert put(text, {"r": minister, "q": shortage})["ps"] == (
        "د کابل د اوبو له وزیر سره د اوبو د کمښت له امله"
    )


@pytest.mark.parametrize(
    ("amount", "plain", "genitive"),
    [(1.0, "1 миллион", "1 миллиона"), (2.0, "2 миллиона", "2 миллионов"),
     (2.5, "2,5 миллиона", "2,5 миллиона"), (11.0, "11 миллионов", "11 миллионов")],
)  # fmt: skip
def test_russian_amounts_have_a_genitive(amount: float, plain: str, genitive: str) -> None:
    value = Quantity(kind="big", amount=amount, scale=6)
    assert render(value, "big", "", "ru") == plain
    assert render(value, "big", "gen", "ru") == genitive


def test_russian_counted_nouns_agree_with_their_number(lexicon: Lexicon) -> None:
    school = next(row for row in lexicon.tables["building"] if row.forms["en"] == "schools")
    text = Pattern(topic="core", texts={"ru": "{n:num} {b:building.byacc.n}"})
    found = [
        put(text, {"n": Quantity(kind="num", amount=n), "b": school})["ru"] for n in (21, 3, 12)
    ]
    assert found == ["21 школу", "3 школы", "12 школ"]


def test_made_up_names_are_spelt_sound_by_sound_in_every_script() -> None:
    names = [made_up(random.Random(seed)) for seed in range(200)]
    assert len({name["en"] for name in names}) > 150
    for name in names:
        assert name["prs"].replace("ی", "").replace("گ", "") == name["ps"].replace("ې", "").replace(
            "ی", ""
        ).replace("ګ", "")
        assert name["ru"][0].isupper()


def test_the_same_seed_fills_alike(lexicon: Lexicon) -> None:
    some = random.Random(1).sample(read_patterns(), 40)
    first, second = ([fill(p, lexicon, random.Random(9)) for p in some] for _ in range(2))
    assert first == second
