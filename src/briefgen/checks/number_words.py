"""The number words of English, Dari, Pashto and Russian, as tables.

A line is the value, further values behind commas, and the words.
"""

from dataclasses import dataclass
from decimal import Decimal
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


def words_of(text: str) -> frozenset[str]:
    """The words of a line, each once."""
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


ENGLISH = (
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
4 quartet quadruple quadrupled foursome foursomes fourball fourballs
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
RUSSIAN_STEMS = (
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
RUSSIAN_ENDINGS = frozenset(
    {""}
    | words_of("""
        ь и ью а я о у е ы ый ой ая ое ого ому ым ом ую ые ых ыми ий ья ье ьего ьему ьим ьем ьи ьих
        ьими ам ами ах ов ей ем ям ями ях их им ими ю ух ум умя ою
    """)
)  # fmt: skip
RUSSIAN_PLACES = words_of("ый ой ая ое ого ому ым ом ую ые ых ыми")  # пятый, but пять
RUSSIAN_HEADS = tuple(sorted(words_of("""
    лет год дн днев мес недел час мин метр крат этаж мест процент тысяч милл стор сот сант кило
    тонн уров знач уголь комнат очк фут дюйм мил классн мерн сер секунд полос звезд колес дверн
    парт палат ступен фаз раз член голов верш балл глав актн томн
""")))  # fmt: skip

# Dari and Pashto in folded letters (see `fold`): a word is a base and one of the endings.
DARI = (
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
DARI_ENDINGS = ("", "م", "مین", "ی", "ها", "های", "ان", "ین", "ام", "مه", "ه", "هم")
DARI_HEADS = ("ساله", "روزه", "نفر", "جانبه", "بار", "تن", "ماهه", "طرفه", "صد", "گانه", "برابر")

PASHTO = (
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
PASHTO_ENDINGS = (
    "", "و", "ه", "ی", "م", "مه", "می", "مو", "ونه", "ونو", "گونه", "گونو", "گون", "انو", "ان",
    "یم", "یمه", "یمی", "ها", "هاو", "هاوو",
)  # fmt: skip
PASHTO_HEADS = ("کلن", "کلنه", "ویشت", "یشت", "دیرش", "کسیز", "اړخیز", "ورځنی", "کلنی", "برابره",
                 "پنځوس", "څلویښت", "اویا", "اتیا", "نوی", "شپیته")  # fmt: skip
