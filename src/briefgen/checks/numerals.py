"""Number words of English, Dari, Pashto and Russian: what a word says, whatever its ending.

`lookup` is all that others need. Words are soft evidence: they explain a number that the other
side writes in digits, so a rare wrong reading (Pashto زر is "thousand" and "gold") hides at most
one fault and never makes an alarm.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["unit", "magnitude", "ordinal", "part", "multiple"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """What one word says.

    Attributes:
        value: such as 20 for "twenty" and "twentieth".
        role: `unit` adds to what stands before it, `magnitude` multiplies it, `ordinal` ends a
            number, `part` is a share ("half"), `multiple` stands alone ("twice").
        others: further values that the word may stand for ("half" is also 50 of a hundred).
    """

    value: Decimal
    role: Role
    others: tuple[Decimal, ...] = ()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(role: Role, text: str) -> dict[str, Numeral]:
    """Read lines of `value[,other...] word word ...`."""
    found: dict[str, Numeral] = {}
    for line in text.strip().splitlines():
        numbers, *words = line.split()
        value, *others = (Decimal(number) for number in numbers.split(","))
        numeral = Numeral(value=value, role=role, others=tuple(others))
        found.update((word, numeral) for word in words)
    return found


_FOLD = str.maketrans(
    {"ي": "ی", "ې": "ی", "ۍ": "ی", "ئ": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "ګ": "گ",
     "أ": "ا", "آ": "ا", "ؤ": "و", "ё": "е"}
    | dict.fromkeys("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0640", "")
)  # fmt: skip


def fold(word: str) -> str:
    """One spelling for what Dari and Pashto writers spell in several ways.

    >>> fold("ملياردونه") == fold("ملیاردونه")
    True
    """
    return word.lower().translate(_FOLD)


_ENGLISH = (
    _table("unit", """
0 zero nil
1 one once single sole
2 two
3 three
4 four
5 five
6 six
7 seven
8 eight
9 nine
10 ten
11 eleven
12 twelve
13 thirteen
14 fourteen
15 fifteen
16 sixteen
17 seventeen
18 eighteen
19 nineteen
20 twenty twenties
30 thirty thirties
40 forty forties
50 fifty fifties
60 sixty sixties
70 seventy seventies
80 eighty eighties
90 ninety nineties
""")
    | _table("magnitude", """
12 dozen dozens
100 hundred hundreds
1000 thousand thousands
100000 lakh
1000000 million millions millionaire millionaires mn mln
10000000 crore
1000000000 billion billions billionaire billionaires bn
1000000000000 trillion trillions tn trn
""")
    | _table("ordinal", """
1 first firstly
2 second secondly secondary
3,0.3333 third thirds thirdly
4,0.25 fourth fourths
5 fifth fifths
6 sixth
7 seventh
8 eighth
9 ninth
10 tenth
11 eleventh
12 twelfth
13 thirteenth
14 fourteenth
15 fifteenth
16 sixteenth
17 seventeenth
18 eighteenth
19 nineteenth
20 twentieth
30 thirtieth
40 fortieth
50 fiftieth
60 sixtieth
70 seventieth
80 eightieth
90 ninetieth
100 hundredth
1000 thousandth
""")
    | _table("multiple", """
2 twice both couple pair double doubles doubled doubling duo twins twin bilateral
3 thrice triple tripled tripling trio trilateral
4 quartet quadruple quadrupled
10 decade decades
14,2 fortnight
100 century centuries centenary
""")
    | _table("part", """
0.5,50,2,30 half halves halved halving halftime midway
0.25,25,4,15 quarter quarters quarterly
""")
)  # fmt: skip

# A Russian word is a stem of this table and an ending, or the head of a compound (двухлетний);
# a word with "=" stands for itself alone.
_RUSSIAN_STEMS = (
    _table("unit", """
0 нол нул
1 один одн однажды единственн
2 дв двух двум двумя два две двое двоих
3 тр три трех трем тремя трое троих
4 четыр четыре четырех четырем четырьмя четверо четверых
5 пят пять впятеро пятеро
6 шест шестеро
7 сем семь семеро
8 восем восьм восемь
9 девят девятеро
10 десят
11 одиннадцат
12 двенадцат
13 тринадцат
14 четырнадцат
15 пятнадцат
16 шестнадцат
17 семнадцат
18 восемнадцат
19 девятнадцат
20 двадцат
30 тридцат
40 сорок
50 пятьдесят пятидесят
60 шестьдесят шестидесят
70 семьдесят семидесят
80 восемьдесят восьмидесят
90 девяност
100 сто= ста= сотн сотен
200 двести двухсот двумст
300 триста трехсот
400 четыреста четырехсот
500 пятьсот пятисот
600 шестьсот шестисот
700 семьсот семисот
800 восемьсот восьмисот
900 девятьсот девятисот
1.5 полтор полутор
0.5 полпроцент
500000 полмиллион
500000000 полмиллиард
""")
    | _table("magnitude", """
1000 тысяч тыс тысячн
1000000 миллион миллионер миллионн млн
1000000000 миллиард миллиардер миллиардн млрд
1000000000000 триллион трлн
""")
    | _table("ordinal", """
1 перв первоначальн
2 втор
3,0.3333 трет
4,0.25,25 четверт
7 седьм
40 сороков
100 сот
""")
    | _table("multiple", """
2 обе оба обо дважды вдвое двойн пара= пары= пару= удвоил= удвоила= удвоили= удвоить= удвоит=
2 удвоился= удвоилась= удвоились= удвоение=
3 трижды втрое тройн утроил= утроила= утроили= утроить=
4 вчетверо
10 десятилети десятк десяток
2 двойк
3 тройк
4 четверк
5 пятерк
6 шестерк
7 семерк
8 восьмерк
20 двадцатк
24 круглосуточн
12 дюжин
50 полвек
100 столети век= века= веке= веков= веку= веках= веком=
""")
    | _table("part", """
0.5,50,2,30 половин наполовину вполовину
""")
)  # fmt: skip
_RUSSIAN_ENDINGS = frozenset(
    {""}
    | _words("""
        ь и ью а я о у е ы ый ой ая ое ого ому ым ом ую ые ых ыми ий ья ье ьего ьему ьим ьем ьи ьих
        ьими ам ами ах ов ей ем ям ями ях их им ими ю ух ум умя ою
    """)
)  # fmt: skip
_RUSSIAN_PLACES = _words("ый ой ая ое ого ому ым ом ую ые ых ыми")  # пятый, but пять
_RUSSIAN_HEADS = tuple(sorted(_words("""
    лет год дн днев мес недел час мин метр крат этаж мест процент тысяч милл стор сот сант кило
    тонн уров знач уголь комнат очк фут дюйм мил классн мерн сер секунд полос звезд колес дверн
    парт палат ступен фаз раз член голов верш балл глав актн томн
""")))  # fmt: skip

# Dari and Pashto in folded letters (see `fold`): a word is a base and one of the endings.
_DARI = (
    _table("unit", """
0 صفر
1 یک یکم
2 دو
3 سه
4 چهار چار
5 پنج
6 شش
7 هفت
8 هشت
9 نه نو
10 ده
11 یازده
12 دوازده درجن
13 سیزده
14 چهارده چارده
15 پانزده
16 شانزده
17 هفده هفتده
18 هژده هجده هشتده
19 نزده نوزده
20 بیست
30 سی
40 چهل
50 پنجاه
60 شصت
70 هفتاد
80 هشتاد
90 نود
200 دوصد دویست
300 سهصد سیصد
400 چهارصد چارصد
500 پنجصد پانصد
600 ششصد
700 هفتصد
800 هشتصد
900 نهصد
""")
    | _table("magnitude", """
100 صد
1000 هزار
100000 لک
1000000 میلیون ملیون میلیونر ملیونر
1000000000 میلیارد ملیارد میلیاردر بیلیون بلیون ملیاردر
1000000000000 تریلیون ترلیون
""")
    | _table("ordinal", """
1 اول نخست نخستین اولین
2 دوم ثانی
3,0.3333 سوم
30 سیم سیام
""")
    | _table("multiple", """
2 هردو دوچند دوبرابر جفت
3 سهچند سهبرابر
10 دهه
100 قرن سده
""")
    | _table("part", """
0.5,50,2,30 نیم نصف نیمه نیمی
0.25,25,4,15 ربع چارک
0.3333,3 ثلث
""")
)  # fmt: skip
_DARI_ENDINGS = ("", "م", "مین", "ی", "ها", "های", "ان", "ین", "ام", "مه", "ه", "هم")
_DARI_HEADS = ("ساله", "روزه", "نفر", "جانبه", "بار", "تن", "ماهه", "طرفه", "صد", "گانه", "برابر")

_PASHTO = (
    _table("unit", """
0 صفر
1 یو یوه یوی یوازینی
2 دوه دوو دوا
3 دری دریو دریو درو
4 څلور څلورو
5 پنځه پنځو
6 شپږ شپږو شپگ
7 اووه اوه اوو اوؤ
8 اته اتو
9 نهه نه نهو
10 لس لسو
11 یوولس یولس
12 دولس دوولس درجن
13 دیارلس دیرلس
14 څوارلس څورلس
15 پنځلس
16 شپاړس شپارس
17 اوولس اولس وولس
18 اتلس
19 نولس نونس نوولس
20 شل ویشت یشت
30 دیرش
40 څلویښت څلوښت
50 پنځوس
60 شپیته
70 اویا
80 اتیا
90 نوی
""")
    | _table("magnitude", """
100 سل سلو سوه سوو سلگون
1000 زر زره زرو زرگون
100000 لک
1000000 میلیون ملیون میلونه میلیونر ملیونر ملین
1000000000 میلیارد ملیارد میلیاردر ملیاردر بیلیون بلیون
1000000000000 تریلیون ترلیون ټریلیون
10000000 کروړ
""")
    | _table("ordinal", """
1 لومړی لومړنی لومړیو لومړنیو لمړی لومړ اول
2 دوهم دویم دوییم
3,0.3333 دریم درییم درهیم
7 اووم اوم
""")
    | _table("multiple", """
2 دواړه دواړو دواړی دوچنده دوچند جوړه جوړی
10 لسیزه لسیزی لسیزو لسگونه لسگونو
100 پیړی پیړیو
""")
    | _table("part", """
0.5,50,2,30 نیم نیمه نیمی نیمایی نصف
0.25,25,4,15 ربع
""")
)  # fmt: skip
_PASHTO_ENDINGS = (
    "", "و", "ه", "ی", "م", "مه", "می", "مو", "ونه", "ونو", "گونه", "گونو", "گون", "انو", "ان",
    "یم", "یمه", "یمی", "ها", "هاو", "هاوو",
)  # fmt: skip
_PASHTO_HEADS = ("کلن", "کلنه", "ویشت", "یشت", "دیرش", "کسیز", "اړخیز", "ورځنی", "کلنی", "برابره",
                 "پنځوس", "څلویښت", "اویا", "اتیا", "نوی", "شپیته")  # fmt: skip


def _with_endings(
    table: dict[str, Numeral], endings: tuple[str, ...], ordinal: frozenset[str] = frozenset()
) -> dict[str, Numeral]:
    found = {
        fold(word) + ending: _place(numeral) if ending in ordinal else numeral
        for ending in endings
        for word, numeral in table.items()
    }
    return found | {fold(word): numeral for word, numeral in table.items()}


def _place(numeral: Numeral) -> Numeral:
    """The ordinal of a cardinal: پنجم of پنج."""
    return replace(numeral, role="ordinal") if numeral.role == "unit" else numeral


_BY_LANGUAGE = {
    "en": _ENGLISH,
    "prs": _with_endings(_DARI, _DARI_ENDINGS, _words("م مین")),
    "ps": _with_endings(_DARI, ("",))
    | _with_endings(_PASHTO, _PASHTO_ENDINGS, _words("م مه می مو یم یمه یمی")),
}
# New, not, heart, gold: as often another word as a number. Weeks, families, "like": never one.
_AMBIGUOUS = frozenset(
    map(fold, _words("نه نو نوي نوی نویو ده سی زر زره شل سل دری اوه اوم سیم وه دهم"))
)
_OTHER_WORDS = frozenset(
    map(
        fold,
        _words(
            "هفته هفتهها سهم دوی لکه لکی لکو"
            " семья семьи семье семью семьей семьям семьями семьях семей"
        ),
    )
)
_LONGEST_STEM = max(map(len, _RUSSIAN_STEMS))
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "х": 10}


def is_ambiguous(word: str) -> bool:
    """Whether a word of Dari or Pashto is as often something else as a number.

    >>> is_ambiguous("نه"), is_ambiguous("هشت")
    (True, False)
    """
    return fold(word) in _AMBIGUOUS


@lru_cache(maxsize=1 << 14)
def lookup(word: str, language: str) -> Numeral | None:
    """What a word says as a number, or None where it is not one.

    Args:
        word: one word, as written.
        language: briefgen's code; for an unknown one no word is a number.

    >>> lookup("тридцати", "ru").value, lookup("میلیاردها", "prs").value
    (Decimal('30'), Decimal('1000000000'))
    """
    word = fold(word)
    if word in _OTHER_WORDS:
        return None
    if language == "ru":
        return _russian(word) or _roman(word)
    table = _BY_LANGUAGE.get(language)
    if table is None:
        return None
    found = table.get(word)
    if found is None and language in {"prs", "ps"}:
        found = _headed(word, table, _DARI_HEADS if language == "prs" else _PASHTO_HEADS)
    return found


def _russian(word: str) -> Numeral | None:
    if exact := _RUSSIAN_STEMS.get(word + "="):
        return exact
    for length in range(min(len(word), _LONGEST_STEM), 1, -1):
        numeral = _RUSSIAN_STEMS.get(word[:length])
        if numeral is None:
            continue
        rest = word[length:]
        if rest in _RUSSIAN_ENDINGS:
            return _place(numeral) if numeral.value >= 4 and rest in _RUSSIAN_PLACES else numeral
        if rest.removeprefix("и").removeprefix("о").startswith(_RUSSIAN_HEADS):
            return numeral
    return None


def _headed(word: str, table: dict[str, Numeral], heads: tuple[str, ...]) -> Numeral | None:
    """The numeral at the head of a compound written in one (دوساله, درویشت)."""
    for length in range(min(len(word) - 2, 8), 1, -1):
        numeral = table.get(word[:length])
        if numeral is not None and word[length:].startswith(heads):
            tens = table.get(word[length:])
            if tens is not None and numeral.value < 10 <= tens.value <= 90:
                return Numeral(value=numeral.value + tens.value, role="unit")
            return numeral
    return None


def _roman(word: str) -> Numeral | None:
    """A Roman numeral, as Russian writes centuries and monarchs."""
    if len(word) > 7 or not word or not all(letter in _ROMAN for letter in word):
        return None
    digits = [_ROMAN[letter] for letter in word]
    total = sum(
        -digit if digit < max(digits[place + 1 :], default=0) else digit
        for place, digit in enumerate(digits)
    )
    return Numeral(value=Decimal(total), role="ordinal")
