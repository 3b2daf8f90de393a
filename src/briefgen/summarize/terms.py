"""What a sentence is about, as a set of terms: enough to compare sentences of any language.

A term is a word in lower case, cut to its first letters. Cutting is the plainest stemmer there is,
needs no dictionary, and holds up in inflecting languages (McNamee and Mayfield 2004, "Character
n-gram tokenization for European language text retrieval").
"""

from collections.abc import Mapping

from briefgen.words import find_words

_STEM_LETTERS = 7
"""Keeps `internal` and `international` apart, joins `recognise` and `recognition`."""

_ARABIC_FORMS = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی"})

_STOP_WORDS = {
    "en": """a about above after again against all also although am among an and any are as at be
        because been before being below between both but by can cannot could did do does doing down
        during each even few for from further had has have having he her here hers herself him
        himself his how however i if in into is it its itself just may me might more most much must
        my myself no nor not now of off on once only or other our ours out over own per said same
        say says she should since so some still such than that the their theirs them themselves
        then there these they this those though through to too under until up upon us very was we
        were what when where whether which while who whom whose why will with within without would
        yet you your yours it's he's she's they're we're i'm don't didn't doesn't isn't wasn't
        aren't weren't won't can't couldn't wouldn't shouldn't hasn't haven't hadn't that's s t
        told added according one two""",
    "ru": """а без более больше будет будут бы был была были было быть в вам вас весь во вот все
        всего всех вы где да даже для до его ее её ей ему если есть еще ещё же за здесь и из или им
        их к как какой когда который которая которые которых кто ли либо мне может можно мы на над
        надо нас не него нее неё нет ни них но ну о об однако он она они оно от по под после потом
        потому при про с со так также такой там те тем то того тоже той только том ты у уже чем что
        чтобы эта эти это этого этой этом этот я сказал сказала заявил заявила сообщил сообщила""",
    "prs": """از است این آن را به با که در برای تا بر یا و هم نیز اما ولی اگر هر همه یک بود شد شده
        شود می نمی کرد کرده کند کنند کنیم ها های اند او وی ما شما آنها آنان من خود باید شاید پس پیش
        بعد نه هیچ چه چرا کجا کی چون زیرا بین میان دیگر بسیار گفت گفته گفتند است‌که دارد دارند داشت
        خواهد بوده باشد هستند نیست""",
    "ps": """د په او چې له ته کې کړي کړې کړ کړه کوي کول شي شو شوي شوې ده دي دی وو وه و یې ئې نه هم
        یو یوه دا دغه هغه هغوی دوی زه مونږ موږ تاسو ستاسو زموږ پر تر سره لپاره څخه باندې لاندې خو
        یا که نو بیا ډېر ډیر ټول ټولو هر هېڅ هیڅ څه ولې چیرې کله ځکه ویلي وویل وايي لري کېږي کیږي
        به مې دې خپل خپله خپلو نور نورو""",
}
_STOP = {code: frozenset(words.split()) for code, words in _STOP_WORDS.items()}
_NONE: frozenset[str] = frozenset()


def terms(text: str, language: str = "en") -> tuple[str, ...]:
    """The content terms of a text in order, repeated ones too.

    Args:
        text: of any length.
        language: briefgen's code; one without a list of function words keeps all its words.

    >>> terms("The Ministry recognised the ministries' plans.")
    ('ministr', 'recogni', 'ministr', 'plans')
    """
    stop = _STOP.get(language, _NONE)
    found = []
    for word in find_words(text.replace("\u200c", "").translate(_ARABIC_FORMS)):
        lowered = word.lower().replace("’", "'")
        if lowered in stop:
            continue
        stem = lowered.removesuffix("'s").strip("'-")
        if stem and stem not in stop:
            found.append(stem[:_STEM_LETTERS])
    return tuple(found)


def say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of terms belong to sentences of which a reader needs only one.

    So it is where three quarters of all their terms are common, or where the smaller one, if it
    has five terms or more, has almost nothing that the larger one lacks.

    >>> say_the_same(frozenset("abcdef"), frozenset("abcdefghij"))
    True
    >>> say_the_same(frozenset("abcdef"), frozenset("abcxyz"))
    False
    """
    if not one or not other:
        return False
    common = len(one & other)
    smaller = min(len(one), len(other))
    jaccard = common / (len(one) + len(other) - common)
    return jaccard >= 0.75 or (smaller >= 5 and common / smaller >= 0.9)


def rival(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> bool:
    """Whether two sentences, one of them rewritten, say so much the same that one is enough.

    What tells two sentences of one pattern apart, a name or a number, is rare and weighs more than
    what they share.

    Args:
        one: terms of a sentence.
        other: terms of another one.
        weights: of terms (`ranking.term_weights`); one that is not there is the rarest.
    """
    rarest = max(weights.values(), default=1.0)

    def weight(some: frozenset[str]) -> float:
        return sum(weights.get(term, rarest) for term in some)

    common, smaller = one & other, min(len(one), len(other))
    return say_the_same(one, other) or (
        smaller >= 3
        and len(common) >= 0.5 * smaller
        and weight(common) >= 0.6 * min(weight(one), weight(other))
    )


def plain(text: str) -> str:
    """The words alone in lower case, to find a sentence that is repeated word for word."""
    return " ".join(find_words(text)).lower()


_ENDINGS = (".", "!", "?", "…", "؟", "۔", "。", "।", "॥")
_CLOSERS = "\"'”’»)]"


def has_end(text: str) -> bool:
    """Whether a text ends as a sentence does, closing quotation marks and brackets aside.

    >>> has_end("“It is over.”"), has_end("More on this")
    (True, False)
    """
    return text.rstrip().rstrip(_CLOSERS).endswith(_ENDINGS)


_STANDFIRST_WORDS = 10
"""A line of so many words at the head of an article is more than a caption or a byline."""


def is_whole(text: str, place: int) -> bool:
    """Whether a text is a whole sentence: it has an end, or it is a standfirst.

    Papers set the sentence under the headline without its full stop.

    Args:
        text: one sentence of an article.
        place: its index in the article.

    >>> line = "Buyers from abroad will pay more for a house under new plans"
    >>> is_whole(line, 0), is_whole(line, 7), is_whole("By our correspondent in Orsk", 0)
    (True, False, False)
    """
    if has_end(text):
        return True
    words = find_words(text)
    capital = sum(word[0].isupper() for word in words)
    return (
        place < 2
        and len(words) >= _STANDFIRST_WORDS
        and text.rstrip()[-1:].isalnum()
        and 2 * capital < len(words)
    )
