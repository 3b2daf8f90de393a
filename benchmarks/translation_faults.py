"""Are planted faults in translations found? More kinds than `shared/tools/score_checks.py` has.

    python benchmarks/translation_faults.py                  all languages, three seeds
    python benchmarks/translation_faults.py --to ps --fault "said twice" -v      what was missed

NTREX's human translations, one fault at a time. Numbers in words are changed only where the source
has a number that is read as the same, so that a fault is one. `--half` takes documents of even (1)
or odd (2) index.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator

import ntrex

from briefgen.checks.numbers import numbers_in
from briefgen.checks.pair import check_pair

Plant = Callable[[str, str, random.Random], str | None]
_FILES = {"prs": "prs", "ps": "pus", "ru": "rus"}
_SAID = "The foreign minister said on Monday that talks between the countries will go on."
_RANDOM = {
    "number word changed",
    "ordinal changed",
    "decimal sign moved",
    "a zero more or less",
    "year changed",
    "percentage changed",
}
_WORDS = {
    "prs": "سه چهار پنج شش هفت هشت یازده دوازده پانزده بیست سی چهل پنجاه شصت هفتاد هشتاد",
    "ps": "درې څلور پنځه شپږ اووه اته یوولس دولس پنځلس شل دېرش څلوېښت پنځوس شپېته اویا اتیا",
    "ru": "три четыре пять шесть семь восемь одиннадцать двенадцать пятнадцать двадцать тридцать"
    " сорок пятьдесят шестьдесят семьдесят восемьдесят",
}
_ORDINALS = {
    "prs": "نخستین اولین اول دوم سوم چهارم پنجم ششم هفتم",
    "ps": "لومړی لومړنی دویم دوهم درېیم دریم څلورم پنځم شپږم اووم",
    "ru": "первый первая первого первым второй второго вторым третий третьего третьим четвертый"
    " четвертого четвертым пятый пятого пятым шестой шестого",
}
_THOUSANDS = {
    "prs": (("هزار", "میلیون"), ("میلیون", "هزار"), ("میلیارد", "هزار")),
    "ps": (("زره", "میلیونه"), ("میلیون", "زره"), ("میلیارد", "زره")),
    "ru": (
        ("тысяч", "миллионов"),
        ("тыс.", "млн"),
        ("миллионов", "тысяч"),
        ("млн", "тыс."),
        ("миллиардов", "тысяч"),
        ("млрд", "тыс."),
    ),
}
_OTHERS = {
    "prs": {
        "Urdu": "وزیر خارجہ نے پیر کے روز کہا کہ دونوں ملکوں کے درمیان بات چیت جاری رہے گی۔",
        "Arabic": "قال وزير الخارجية يوم الاثنين إن المحادثات بين البلدين ستستمر هذا الأسبوع.",
        "Pashto": "د بهرنیو چارو وزیر د دوشنبې په ورځ وویل چې د دواړو هېوادونو خبرې به دوام ولري.",
        "Uighur": "تاشقى ئىشلار مىنىستىرى دۈشەنبە كۈنى ئىككى دۆلەت سۆھبىتىنىڭ داۋاملىشىدىغانلىقىنى"
        " ئېيتتى.",
        "Russian": "Министр сказал в понедельник, что переговоры двух стран будут продолжены.",
        "Tajik": "Вазири корҳои хориҷӣ рӯзи душанбе гуфт, ки музокироти ду кишвар идома меёбад.",
    },
    "ru": {
        "Ukrainian": "Міністр закордонних справ заявив у понеділок, що переговори триватимуть.",
        "Belarusian": "Міністр замежных спраў заявіў у панядзелак, што перамовы працягнуцца.",
        "Bulgarian": "Министърът на външните работи заяви в понеделник, че преговорите вървят.",
        "Serbian": "Министар спољних послова рекао је у понедељак да ће се разговори наставити.",
        "Kazakh": "Сыртқы істер министрі дүйсенбі күні екі елдің келіссөздері жалғасады деді.",
        "Tajik": "Вазири корҳои хориҷӣ рӯзи душанбе гуфт, ки музокироти ду кишвар идома меёбад.",
        "Uzbek": "Ташқи ишлар вазири душанба куни икки давлат музокаралари давом этишини айтди.",
        "Polish": "Minister spraw zagranicznych powiedział w poniedziałek, że rozmowy trwają.",
        "Dari": "وزیر خارجه روز دوشنبه گفت که گفتگوهای دو کشور این هفته ادامه خواهد یافت.",
    },
}
_OTHERS["ps"] = _OTHERS["prs"] | {"Dari": _OTHERS["ru"]["Dari"]}
del _OTHERS["ps"]["Pashto"]


def _swap(text: str, words: list[str], rng: random.Random) -> tuple[str, str] | None:
    """The text with one of some words put for another, and the word that was there."""
    places = [m for m in re.finditer(r"[^\W\d_]+", text) if m[0] in words]
    if not places:
        return None
    place = rng.choice(places)
    # A near value says the same at times ("first" is also the only); two steps away it does not.
    at = words.index(place[0])
    far = [w for n, w in enumerate(words) if abs(n - at) >= 3]
    return text[: place.start()] + rng.choice(far) + text[place.end() :], place[0]


def _in_words(table: dict[str, str], language: str) -> Plant:
    def plant(source: str, target: str, rng: random.Random) -> str | None:
        swapped = _swap(target, table[language].split(), rng)
        if swapped is None:
            return None
        text, word = swapped
        values = {v for n in numbers_in(source, "en") for r in n.readings for v in r}
        read = numbers_in(word, language)
        return text if read and read[0].value in values else None

    return plant


def _shifted(source: str, target: str, rng: random.Random) -> str | None:
    """A decimal sign moved or lost: 3.5 for 35, 35 for 3.5."""
    found = list(re.finditer(r"(?<![\d.,٫])(\d+)[.,٫](\d{1,2})(?![\d.,٫])", target))
    if not found or not re.search(r"\d\.\d", source):
        return None
    m = rng.choice(found)
    new = rng.choice([m[1] + m[2], f"{m[1]}{m[2][:1]}{m[0][len(m[1])]}{m[2][1:] or '0'}"])
    return target[: m.start()] + new + target[m.end() :]


def _ten_times(source: str, target: str, rng: random.Random) -> str | None:
    """A zero too many or too few: 200 for 2,000."""
    found = [m for m in re.finditer(r"(?<![\d.,٫:])\d+(?![\d.,٫:])", target) if len(m[0]) > 1]
    if not found or not re.search(r"\d\d", source):
        return None
    m = rng.choice(found)
    zero = m[0].endswith(("0", "۰")) and rng.random() < 0.5
    new = m[0][:-1] if zero else m[0] + ("۰" if m[0][-1] > "9" else "0")
    return target[: m.start()] + new + target[m.end() :]


def _year(source: str, target: str, rng: random.Random) -> str | None:
    years = set(re.findall(r"\b(?:1[6-9]|20)\d\d\b", source))
    plain = target.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789"))
    found = [m for m in re.finditer(r"(?<!\d)\d{4}(?!\d)", plain) if m[0] in years]
    if not found:
        return None
    m = rng.choice(found)
    new = int(m[0]) + rng.choice([-10, -2, -1, 1, 2, 10, 100])
    return None if str(new) in years else plain[: m.start()] + str(new) + plain[m.end() :]


def _percent(source: str, target: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\d+(?=\s*(?:%|٪|فیصد|فيصد|در ?صد|سلنه|сл|процент))", target))
    if not found or not re.search(r"per ?cent|%", source):
        return None
    m = rng.choice(found)
    return target[: m.start()] + str(int(m[0]) + rng.choice([1, 5, 10, 20])) + target[m.end() :]


def _scale(language: str) -> Plant:
    def plant(source: str, target: str, rng: random.Random) -> str | None:
        if not re.search(r"illion|thousand|\d,\d\d\d", source):
            return None
        fits = [pair for pair in _THOUSANDS[language] if re.search(rf"\b{pair[0]}", target)]
        if not fits:
            return None
        old, new = rng.choice(fits)
        return re.sub(rf"\b{re.escape(old)}(?!\w)", new, target, count=1)

    return plant


def _long(words: int, change: Callable[[list[str], random.Random], list[str]]) -> Plant:
    def plant(_source: str, target: str, rng: random.Random) -> str | None:
        found = target.split()
        return " ".join(change(found, rng)) if len(found) >= words else None

    return plant


def _middle(words: list[str], _rng: random.Random) -> list[str]:
    keep = max(2, int(len(words) * 0.4)) // 2
    return words[:keep] + words[-keep:]


def _loop(size: int, copies: int) -> Callable[[list[str], random.Random], list[str]]:
    def change(words: list[str], rng: random.Random) -> list[str]:
        at = rng.randint(0, max(0, len(words) - size))
        return words[:at] + words[at : at + size] * copies + words[at + size :]

    return change


def _half_copied(source: str, target: str, _rng: random.Random) -> str | None:
    ours, theirs = source.split(), target.split()
    if len(ours) < 16 or len(theirs) < 16:
        return None
    return " ".join(theirs[: len(theirs) // 2] + ours[len(ours) // 2 :])


def _half_other(other: list[str], n: int, target: str) -> str | None:
    theirs, foreign = target.split(), other[n].split()
    if len(theirs) < 16 or len(foreign) < 16:
        return None
    return " ".join(theirs[: len(theirs) // 2] + foreign[len(foreign) // 2 :])


def faults(language: str) -> dict[str, Plant]:
    """Kinds of faults, each a function that plants one or finds no place for it."""
    return {
        "number word changed": _in_words(_WORDS, language),
        "ordinal changed": _in_words(_ORDINALS, language),
        "decimal sign moved": _shifted,
        "a zero more or less": _ten_times,
        "year changed": _year,
        "percentage changed": _percent,
        "thousand for million": _scale(language),
        "first 60 % missing": _long(12, lambda words, _: words[-max(1, int(len(words) * 0.4)) :]),
        "middle 60 % missing": _long(12, _middle),
        "last 60 % missing, full stop": _long(
            12, lambda words, _: [*words[: int(len(words) * 0.4)], "."]
        ),
        "one word looped": _long(8, _loop(1, 6)),
        "six words three times": _long(8, _loop(6, 3)),
        "ten words three times": _long(12, _loop(10, 3)),
        "said twice": _long(8, lambda words, _: words * 2),
        "half copied": _half_copied,
    }


def _lines(name: str) -> list[str]:
    return ntrex.shared(f"data/ntrex-dev/{name}.txt").read_text("utf-8").splitlines()


def _is_caught(source: str, target: str, language: str) -> bool:
    flags = check_pair(source, target, source_language="en", target_language=language)
    return any(flag.severity == "error" for flag in flags)


def _planted(language: str, half: int, seeds: int) -> Iterator[tuple[str, int, str, str]]:
    """The name of the fault, the line, its source and the faulty translation."""
    documents = ntrex.shared("data/ntrex-dev/docs.tsv").read_text("utf-8").splitlines()
    order = list(dict.fromkeys(documents))
    source, target = _lines("eng"), _lines(_FILES[language])
    other = _lines(_FILES[{"prs": "ps", "ps": "prs", "ru": "prs"}[language]])
    for name, plant in faults(language).items():
        for n, (ours, theirs) in enumerate(zip(source, target, strict=True)):
            if half and order.index(documents[n]) % 2 != half - 1:
                continue
            for seed in range(seeds if name in _RANDOM else 1):
                text = plant(ours, theirs, random.Random(f"{seed} {n} {name}"))
                if text is not None and text != theirs:
                    yield name, n, ours, text
    for n, (ours, theirs) in enumerate(zip(source, target, strict=True)):
        mixed = _half_other(other, n, theirs)
        if mixed is not None and not (half and order.index(documents[n]) % 2 != half - 1):
            yield "half in another language", n, ours, mixed
    for name, text in _OTHERS[language].items():
        yield f"in {name}", 0, _SAID, text


def main() -> None:
    """Print a line of the table for each kind of fault and language."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", default="prs,ps,ru")
    parser.add_argument("--fault", default="", help="only the faults with this in their name")
    parser.add_argument("--half", type=int, choices=(1, 2), default=0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("-v", action="store_true", dest="verbose")
    arguments = parser.parse_args()
    for language in arguments.to.split(","):
        planted: Counter[str] = Counter()
        caught: Counter[str] = Counter()
        for name, n, source, text in _planted(language, arguments.half, arguments.seeds):
            if arguments.fault not in name:
                continue
            planted[name] += 1
            if _is_caught(source, text, language):
                caught[name] += 1
            elif arguments.verbose:
                print("MISSED", name, n + 1, "|", source, "|", text)
        for name, count in planted.items():
            print(f"| {language} | {name} | {caught[name] / count:.1%} of {count} |")


if __name__ == "__main__":
    main()
