"""Sources that are in none of a brief's languages: judged where that can be, else let pass."""

import pytest

from briefgen.checks.pair import check_pair

PRS = "بیش از ۳ میلیون تن در ۲۵ ولایت پس از زمین‌لرزهٔ ۴ جولای ۲۰۲۴ بی‌خانه شدند."
PS = "د ۲۰۲۴ کال د جولای د ۴مې له زلزلې وروسته په ۲۵ ولایتونو کې له ۳ میلیونو ډېر خلک بې‌کوره شول."
RU = "После землетрясения 4 июля 2024 года в 25 провинциях без крова остались более 3 млн человек."
SOURCES = {
    "de": "Nach dem Erdbeben vom 4. Juli 2024 wurden in 25 Provinzen über 3 Mio. Menschen"
    " obdachlos.",
    "fr": "Plus de trois millions de personnes dans 25 provinces sont sans abri depuis le séisme du"
    " 4 juillet 2024.",
    "tr": "4 Temmuz 2024 depreminden sonra 25 ilde üç milyondan fazla kişi evsiz kaldı.",
    "ar": "أصبح أكثر من ٣ ملايين شخص في ٢٥ ولاية بلا مأوى بعد زلزال ٤ تموز ٢٠٢٤.",
    "ur": "4 جولائی 2024 کے زلزلے کے بعد 25 صوبوں میں 30 لاکھ سے زائد افراد بے گھر ہو گئے۔",
    "uk": "Після землетрусу 4 липня 2024 року в 25 провінціях без даху над головою лишилися понад"
    " 3 млн людей.",
    "uz": "2024-yil 4-iyuldagi zilziladan keyin 25 viloyatda 3 milliondan ortiq odam uysiz qoldi.",
    "zh": "2024年7月4日地震后，25个省有300多万人无家可归。",
}
TARGETS = {"prs": PRS, "ps": PS, "ru": RU}


def errors(source: str, target: str, language: str, to: str) -> set[str]:
    flags = check_pair(source, target, source_language=language, target_language=to)
    return {flag.code for flag in flags if flag.severity == "error"}


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("language", SOURCES)
def test_a_good_translation_has_no_error(language: str, to: str) -> None:
    assert errors(SOURCES[language], TARGETS[to], language, to) == set()


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("language", SOURCES)
def test_another_number_is_an_error(language: str, to: str) -> None:
    wrong = TARGETS[to].replace("۲۵", "۶۵").replace("25", "65")
    assert errors(SOURCES[language], wrong, language, to) == {"number-missing", "number-added"}
    wrong = TARGETS[to].replace("۲۰۲۴", "۲۰۱۴").replace("2024", "2014")
    assert errors(SOURCES[language], wrong, language, to) == {"number-missing", "number-added"}


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("language", SOURCES)
def test_the_source_left_as_it_is_is_an_error(language: str, to: str) -> None:
    found = errors(SOURCES[language], SOURCES[language], language, to)
    assert found & {"untranslated", "wrong-language"}


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("language", SOURCES)
def test_half_a_translation_is_an_omission(language: str, to: str) -> None:
    words = TARGETS[to].split()
    found = errors(SOURCES[language], " ".join(words[: len(words) * 2 // 5]), language, to)
    assert "omission" in found


def test_numbers_in_words_of_an_unread_language_are_no_fault() -> None:
    assert errors("Drei Menschen starben.", "۳ تن جان باختند.", "de", "prs") == set()
    assert errors("Zweitausend Menschen flohen.", "۲۰۰۰ تن گریختند.", "de", "prs") == set()


def test_the_number_words_of_persian_are_read() -> None:
    assert errors("سی و دو نفر آمدند.", "Пришли 35 человек.", "fa", "ru") != set()
    assert errors("سی و دو نفر آمدند.", "Пришли 32 человека.", "fa", "ru") == set()


def test_persian_may_be_dari_as_it_stands() -> None:
    text = "او گفت که مردم این ولایت به آب نیاز دارند."
    assert errors(text, text, "fa", "prs") == set()


def test_a_word_left_in_chinese_is_an_error() -> None:
    assert errors("Talks were held in Beijing.", "گفتگوها در 北京 برگزار شد.", "en", "prs") == {
        "wrong-language"
    }
