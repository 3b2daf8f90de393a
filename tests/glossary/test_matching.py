"""Terms are found in any shape that a source gives them, and in any that a target gives them."""

import pytest

from briefgen.glossary import Glossary, Term
from briefgen.glossary.builtin import builtin_glossary
from briefgen.glossary.terms import combine, satisfied


def _glossary(*sources: str, builtin: bool = False) -> Glossary:
    return Glossary(
        terms=tuple(
            Term(sources=(source,), targets={"ru": ("слово",)}, builtin=builtin)
            for source in sources
        ),
        sha256="x",
    )


def _names(glossary: Glossary, sentence: str) -> list[str]:
    return [term.name for term in glossary.matches(sentence)]


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("water authority", "The Water Authority spoke."),
        ("Water Authority", "WATER AUTHORITY SPEAKS"),
        ("water authority", "The water authority's plan."),
        ("water authority", "The water authority’s plan."),
        ("water authority", "Two water authorities met."),
        ("wage", "wages, again"),
        ("bus", "The buses stood still."),
        ("Herat", "A Herat-based firm."),
        ("Mazar-e-Sharif", "In Mazar-e Sharif today."),
        ("WHO", "The WHO's office."),
        ("NGO", "Some NGOs left."),
        ("U.S.", "A U.S. envoy."),
        ("Café Société", "At Cafe\u0301 Socie\u0301te\u0301 today."),
    ],
)
def test_a_term_is_found(term: str, sentence: str) -> None:
    assert _names(_glossary(term), sentence) == [term]


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("art", "The artist started a party."),
        ("WHO", "Those who came."),
        ("water authority", "Water. Authority is needed."),
        ("water authority", "The water, authority and land."),
        ("Herat", "Heratis came."),
    ],
)
def test_what_is_no_term_is_not_found(term: str, sentence: str) -> None:
    assert _names(_glossary(term), sentence) == []


def test_the_longest_term_wins_and_order_is_that_of_the_sentence() -> None:
    glossary = _glossary("Kabul", "Kabul University", "dean")
    sentence = "The dean of Kabul University left Kabul."
    assert _names(glossary, sentence) == ["dean", "Kabul University", "Kabul"]
    assert _names(glossary, "The dean of Kabul University left.") == ["dean", "Kabul University"]


def test_a_users_term_comes_before_a_longer_one_that_is_built_in() -> None:
    both = combine(_glossary("University"), _glossary("Kabul University", builtin=True))
    assert both is not None
    assert _names(both, "Kabul University opened.") == ["University"]


def test_a_term_without_a_form_in_the_target_does_not_count() -> None:
    glossary = _glossary("Kabul")
    assert glossary.matches("Kabul", "ps") == ()
    assert len(glossary.matches("Kabul", "ru")) == 1


def test_built_in_names_are_names_only_with_a_capital() -> None:
    names = _names(builtin_glossary(), "They ate turkey while Turkey voted.")
    assert names == ["Türkiye"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("Министерство иностранных дел", "сообщили в Министерстве иностранных дел"),
        ("Всемирная продовольственная программа", "при Всемирной продовольственной программе"),
        ("Хамид Карзай", "встретился с Хамидом Карзаем"),
        ("Кандагар", "кандагарские власти"),
        ("Россия", "российский посол"),
        ("беженец", "о тысячах беженцев"),
        ("семья", "десять семей"),
        ("учительница", "зарплаты учительниц"),
        ("ООН", "миссия ООН"),
        ("МИД", "по словам МИДа"),
        ("Мазари-Шариф", "в Мазари-Шарифе"),
        ("Организация Объединённых Наций", "доклад Организации Объединенных Наций"),
        ("движение «Талибан»", "представитель движения Талибан"),
    ],
)
def test_a_russian_form_is_known_in_its_cases(form: str, text: str) -> None:
    assert satisfied(Term(sources=("x",), targets={"ru": (form,)}), text, "ru")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("Индия", "правительство Индонезии"),
        ("Иран", "правительство Ирака"),
        ("Гор", "в городе и на горке"),
        ("Министерство обороны", "Министерство образования"),
        ("банк", "банкротство"),
        ("Нур", "Нурлан приехал"),
    ],
)
def test_another_russian_word_is_another_word(form: str, text: str) -> None:
    assert not satisfied(Term(sources=("x",), targets={"ru": (form,)}), text, "ru")


@pytest.mark.parametrize(
    ("language", "form", "text"),
    [
        ("prs", "شفاخانه", "در شفاخانه‌های شهر"),
        ("prs", "شفاخانه", "در شفاخانه ها"),
        ("prs", "شفاخانه", "شفاخانهٔ کابل"),
        ("prs", "نماینده", "نمایندگان ولایت"),
        ("prs", "پوهنتون", "پوهنتون‌ها"),
        ("prs", "شورا", "شورای امنیت"),
        ("prs", "کمک", "كمكهای بشری"),
        ("prs", "بین‌الملل", "عفو بین الملل"),
        ("prs", "بین الملل", "عفو بینالملل"),
        ("prs", "هند", "سفیر هندی"),
        ("ps", "پوهنتون", "پوهنتونونو ته"),
        ("ps", "ښځه", "د ښځو حقوق"),
        ("ps", "روغتون", "په روغتونونو کې"),
        ("ps", "کابل", "له کابله راغی"),
        ("ps", "افغاني", "شل افغانۍ"),
        ("ps", "کډوال", "د کډوالو وزارت"),
        ("ps", "شوروي", "د شوروی پر مهال"),
    ],
)
def test_a_form_in_arabic_script_is_known_with_its_endings(
    language: str, form: str, text: str
) -> None:
    assert satisfied(Term(sources=("x",), targets={language: (form,)}), text, language)


@pytest.mark.parametrize(
    ("language", "form", "text"),
    [
        ("prs", "هند", "در هندسه"),
        ("prs", "ارگ", "در ارگون"),
        ("prs", "کابل", "در کتاب"),
        ("ps", "کب", "کباب"),
        ("ps", "هرات", "په هېواد کې"),
    ],
)
def test_another_word_in_arabic_script_is_another_word(language: str, form: str, text: str) -> None:
    assert not satisfied(Term(sources=("x",), targets={language: (form,)}), text, language)


def test_a_term_that_is_not_to_be_translated_stays_as_it_is() -> None:
    term = Term(sources=("OpenStreetMap",), targets={"ru": ("OpenStreetMap",)})
    assert satisfied(term, "Карта OpenStreetMap, готова.", "ru")
    assert not satisfied(term, "Открытая карта улиц.", "ru")
