"""Which language an article is in."""

import pytest

from briefgen.sources.language import detect_language

TEXTS = {
    "en": "The council met on Monday to hear how the new water pipes are to be paid for.",
    "ru": "Совет собрался в понедельник, чтобы обсудить, кто заплатит за новые трубы.",
    "prs": "والی هلمند روز دوشنبه از شفاخانه ولسوالی گرشک دیدن کرد و با داکتران صحبت کرد.",
    "fa": "استاندار اصفهان روز دوشنبه از بیمارستان شهر بازدید کرد و با پزشکان گفتگو کرد.",
    "ps": "د هلمند والي د دوشنبې په ورځ د ګرشک له روغتون څخه لیدنه وکړه او ډاکټرانو ته یې وویل.",
    "de": "Der Stadtrat hat am Montag darüber beraten, wer die neuen Leitungen bezahlen soll.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_each_language_is_known(code: str) -> None:
    assert detect_language(TEXTS[code]) == code


def test_a_name_in_another_script_does_not_decide() -> None:
    assert detect_language("Компания Advanced Micro Devices сообщила о росте продаж.") == "ru"


def test_a_text_without_letters_takes_the_hint() -> None:
    assert detect_language("2025 – 1404", "fa-AF") == "prs"
    assert detect_language("2025 – 1404") == "en"


def test_a_long_english_text_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "py3langid", None)
    assert detect_language(TEXTS["en"] * 10) == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Вазири корҳои хориҷӣ рӯзи душанбе гуфт, ки музокирот идома меёбад.", "tg"),
        ("Ташқи ишлар вазири душанба куни музокаралар давом этишини ва ўқишларни айтди.", "uz"),
        ("Tashqi ishlar vaziri dushanba kuni muzokaralar va savdo bilan davom etadi dedi.", "uz"),
        ("Dışişleri bakanı pazartesi günü görüşmelerin süreceğini söyledi.", "tr"),
        ("Міністр закордонних справ заявив у понеділок, що переговори триватимуть.", "uk"),
        ("وەزیری دەرەوە ڕۆژی دووشەممە وتی کە گفتوگۆکان بەردەوام دەبن.", "ckb"),
        ("قال وزير الخارجية يوم الاثنين إن المحادثات ستستمر هذا الأسبوع.", "ar"),
        ("وزیر خارجہ نے پیر کے روز کہا کہ دونوں ملکوں کے درمیان بات چیت جاری رہے گی۔", "ur"),
        ("外交部长星期一表示，两国之间的会谈将继续进行。", "zh"),
        ("Der Außenminister sagte am Montag, dass die Gespräche weitergehen werden.", "de"),
    ],
)
def test_neighbours_and_others_are_told_by_their_own_code(text: str, code: str) -> None:
    assert detect_language(text) == code
