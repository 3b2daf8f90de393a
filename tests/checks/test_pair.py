"""A sentence and its translation: what is flagged, how severely, in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.checks.confidence import check_confidence
from briefgen.checks.language import check_language, identify
from briefgen.checks.length import check_length, surprise
from briefgen.checks.pair import check_pair
from briefgen.checks.repetition import check_repetition, longest_loop

SOURCE = "The council approved a plan to rebuild 12 schools in three provinces before the winter."
GOOD = {
    "prs": "شورا پلان بازسازی ۱۲ مکتب در سه ولایت را پیش از زمستان تصویب کرد.",
    "ps": "شورا د ژمي له پیل مخکې په دریو ولایتونو کې د ۱۲ ښوونځیو د بیا رغولو پلان تصویب کړ.",
    "ru": "Совет одобрил план восстановления 12 школ в трёх провинциях до начала зимы.",
}
OTHER = {"prs": "ps", "ps": "ru", "ru": "prs"}


def codes(source: str, target: str, language: str, severity: str = "error") -> set[str]:
    flags = check_pair(source, target, source_language="en", target_language=language, where="s1")
    assert all(flag.where == "s1" and flag.detail for flag in flags)
    return {flag.code for flag in flags if flag.severity == severity}


@pytest.mark.parametrize("language", GOOD)
def test_a_good_translation_has_no_flag(language: str) -> None:
    assert codes(SOURCE, GOOD[language], language) == set()
    assert codes(SOURCE, GOOD[language], language, "warning") == set()


@pytest.mark.parametrize("language", GOOD)
def test_every_fault_is_an_error(language: str) -> None:
    good = GOOD[language]
    twelve = "12" if language == "ru" else "۱۲"
    words = good.split()
    assert "number-missing" in codes(SOURCE, good.replace(twelve, ""), language)
    assert codes(SOURCE, good.replace(twelve, "19"), language) == {"number-missing", "number-added"}
    assert codes(SOURCE, f"{words[0]} 4711 {' '.join(words[1:])}", language) == {"number-added"}
    assert "untranslated" in codes(SOURCE, SOURCE, language)
    assert "wrong-language" in codes(SOURCE, GOOD[OTHER[language]], language)
    assert "omission" in codes(SOURCE, " ".join(words[: len(words) * 2 // 5]), language)
    assert "repetition" in codes(SOURCE, " ".join(words[:2] + words[2:5] * 7), language)
    assert "length-ratio" in codes(SOURCE, " ".join([*words, *words[::-1]] * 3), language)
    assert codes(SOURCE, " ... ", language) >= {"omission"}


def test_the_order_of_flags_is_fixed() -> None:
    target = "The council approved, the council approved, the council approved 13."
    flags = check_pair(
        SOURCE, target, source_language="en", target_language="prs", score=-3.0, threshold=-1.0
    )
    order = ["untranslated", "repetition", "number-missing", "number-added", "low-confidence"]
    found = [flag.code for flag in flags if flag.code in order]
    assert list(dict.fromkeys(found)) == order
    assert flags == check_pair(
        SOURCE, target, source_language="en", target_language="prs", score=-3.0, threshold=-1.0
    )


@pytest.mark.parametrize("language", ["en", *GOOD])
def test_a_text_against_itself_has_no_flag(language: str) -> None:
    text = GOOD.get(language, SOURCE)
    assert check_pair(text, text, source_language=language, target_language=language) == ()


def test_a_name_or_an_acronym_may_stay_in_latin_letters() -> None:
    assert codes("BBC", "BBC", "prs") == set()
    assert codes("Reuters reported it.", "Reuters این را گزارش داد.", "prs") == set()


def test_a_piece_left_in_english_is_found() -> None:
    target = (
        "شورا پلان بازسازی ۱۲ مکتب و a plan to rebuild 12 schools in three provinces را تصویب کرد."
    )
    assert "untranslated" in codes(SOURCE, target, "prs")


def test_pashto_letters_tell_pashto_from_dari() -> None:
    assert check_language("", GOOD["ps"], "en", "prs")[0].code == "wrong-language"
    assert check_language("", GOOD["prs"], "en", "ps")[0].code == "wrong-language"
    assert check_language("", GOOD["prs"], "en", "prs") == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("سفارت افغانستان", "prs"),
        ("د سفارت پرانیستل", "ps"),
        ("د جمهوریت سقوط", "ps"),
        ("Виза для лечения", "ru"),
        ("Решение объявят завтра.", "ru"),
    ],
)
def test_a_short_headline_is_not_guessed_at(text: str, language: str) -> None:
    assert check_language("", text, "en", language) == ()


def test_ukrainian_is_not_russian() -> None:
    text = "Рада схвалила план відбудови дванадцяти шкіл у трьох провінціях до початку зими."
    assert identify(text)[0] == "uk"
    assert [flag.code for flag in check_language("", text, "en", "ru")] == ["wrong-language"]


def test_repetition_that_the_source_has_is_no_loop() -> None:
    assert check_repetition("No, no, no, no!", "Нет, нет, нет, нет!") == ()
    assert check_repetition("No!", "Нет, нет, нет, нет!")[0].code == "repetition"
    assert check_repetition("It is hot.", "Жааааааааааарко.")[0].code == "repetition"
    assert longest_loop("a b c") == (1, "")


def test_length_is_measured_against_what_is_usual() -> None:
    expected = surprise(SOURCE, GOOD["ru"], "en", "ru")
    assert expected is not None
    assert abs(expected) < 0.3
    assert surprise(SOURCE, SOURCE, "en", "xx") is None
    assert check_length("", "anything", "en", "ru") == ()
    assert check_length(SOURCE, "", "en", "xx")[0].code == "omission"


def test_a_quotation_that_ends_a_sentence_ends_it() -> None:
    source = '"The aid is late but the road is open now," he said.'
    assert check_length(source, 'او گفت: "کمک ناوقت رسید اما راه باز است،"', "en", "prs") == ()


def test_doubt_of_the_model() -> None:
    assert check_confidence(-0.5, -1.0) == ()
    assert check_confidence(None, -1.0) == ()
    assert check_confidence(-0.5, None) == ()
    (flag,) = check_confidence(-1.5, -1.0, where="t1")
    assert (flag.code, flag.severity, flag.where) == ("low-confidence", "error", "t1")


def test_a_small_number_in_words_that_is_nowhere_is_only_a_warning() -> None:
    target = GOOD["ru"].replace("в трёх провинциях", "в провинциях")
    assert codes(SOURCE, target, "ru") == set()
    assert codes(SOURCE, target, "ru", "warning") == {"number-missing"}


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "prs", "ps", "ru"]))
def test_any_text_at_all_can_be_checked(source: str, target: str, language: str) -> None:
    flags = check_pair(source, target, source_language="en", target_language=language)
    assert all(flag.severity in {"error", "warning"} for flag in flags)


@pytest.mark.parametrize("text", ["9" * 6000, "9" * 40 + "s", "1,000" * 50, "²³", "१२ ٣", "1" * 40])
def test_odd_numbers_are_no_trouble(text: str) -> None:
    assert check_pair(text, text, source_language="en", target_language="en") == ()


def test_an_unknown_source_language_is_compared_by_its_digits() -> None:
    flags = check_pair(
        "Der Rat baut 12 Schulen.", "Совет построит 13 школ.",
        source_language="de", target_language="ru",
    )  # fmt: skip
    assert {flag.code for flag in flags} == {"number-missing", "number-added"}


def test_one_word_in_letters_of_a_third_script_is_wrong() -> None:
    (flag,) = check_language(
        "The envoy Rashid met traders in Herat.",
        "Посланник رشید встретился с торговцами в Герате.",
        "en",
        "ru",
        where="s1",
    )
    assert (flag.code, flag.severity) == ("wrong-language", "error")
    assert "رشید" in flag.detail


def test_letters_of_a_third_script_that_the_source_quotes_may_stand() -> None:
    assert not check_language(
        "The sign reads «Мир» in Russian.",
        "در این لوحه به زبان روسی «Мир» نوشته شده است.",
        "en",
        "prs",
    )


@pytest.mark.parametrize(
    ("source", "wrong", "right", "language"),
    [
        ("He came in fifth.", "او ششم شد.", "او پنجم شد.", "prs"),
        ("It is the third meeting.", "دا اوومه غونډه ده.", "دا درېیمه غونډه ده.", "ps"),
        ("It is the fourth meeting.", "Это шестая встреча.", "Это четвёртая встреча.", "ru"),
    ],
)
def test_another_ordinal_is_another_number(
    source: str, wrong: str, right: str, language: str
) -> None:
    assert "number-added" in codes(source, wrong, language)
    assert codes(source, right, language) == set()


def test_first_and_second_are_said_in_many_ways() -> None:
    assert codes("It is a first for the town.", "Город такого раньше не видел.", "ru") == set()


def test_a_word_of_two_meanings_is_a_number_beside_what_it_counts() -> None:
    source = "The war has lasted seven years."
    assert "number-added" in codes(source, "جنگ سی سال دوام کرده است.", "prs")
    # سی is also how the C of "CNN" is written.
    assert "number-added" not in codes(source, "سی ان ان: جنگ هفت سال دوام کرده است.", "prs")


@pytest.mark.parametrize("language", GOOD)
def test_a_sentence_said_twice_is_a_loop(language: str) -> None:
    assert "repetition" in codes(SOURCE, f"{GOOD[language]} {GOOD[language]}", language)


def test_signs_loop_too() -> None:
    assert "repetition" in codes(SOURCE, GOOD["ru"] + " - - - - - - -", "ru")


def test_dari_in_the_midst_of_pashto_is_found() -> None:
    dari = "را پیش از آغاز زمستان در این ولایت با کمک مردم برای شاگردان تصویب کرد."
    pashto = "شورا په دریو ولایتونو کې د ۱۲ ښوونځیو د بیا رغولو پلان"
    assert "wrong-language" in codes(SOURCE, f"{pashto} {dari}", "ps")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("شورا پلان بازسازی ۱۲ مکتب را در سه ولایت و", "prs"),
        ("شورا پلان بازسازی ۱۲ مکتب در سه ولایت", "prs"),
        ("شورا په دریو ولایتونو کې د ۱۲ ښوونځیو د پلان د", "ps"),
        ("Совет одобрил план восстановления 12 школ в трёх провинциях до", "ru"),
    ],
)
def test_what_breaks_off_is_an_omission(text: str, language: str) -> None:
    source = SOURCE.removesuffix(".") + " begins in the cold and mountainous districts"
    assert codes(source, text, language) == {"omission"}


def test_a_phrase_needs_no_verb() -> None:
    assert codes("the chaotic evacuation from Kabul", "تخلیه آشفته کابل", "prs") == set()


def test_half_a_score_is_a_number_missing() -> None:
    source = "Chelsea led 1-0 at halftime in its first match."
    assert codes(source, "В первом матче «Челси» вёл к перерыву 1:0.", "ru") == set()
    assert "number-missing" in codes(source, "В первом матче «Челси» вёл к перерыву -0.", "ru")


def test_a_large_number_in_words_is_not_said_lightly() -> None:
    source = "It came in the fourth minute, and again four minutes later."
    wrong = "دا په څلورمه دقیقه کې وشو او اویا دقیقې وروسته بیا."
    assert "number-added" in codes(source, wrong, "ps")
    assert codes(source, wrong.replace("اویا", "څلور"), "ps") == set()
