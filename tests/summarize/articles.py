"""Small invented articles that the tests of the summarizers share."""

import hashlib
import itertools
from pathlib import Path

from briefgen.options import SummaryOptions, resolve_length
from briefgen.records import Article, Sentence, Summary
from briefgen.segment import sentences as split_sentences
from briefgen.sources.load import load_article
from briefgen.words import count_words

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

HARBOUR = """The port of Velmora will close its oldest pier on Monday after inspectors found cracks
in 14 of its 60 pillars. The harbour office said that ferries to the southern islands will leave
from the new terminal until the spring.

Harbour master Ilse Brandt announced the decision at a meeting with shipping companies. She said
the pier had carried twice its planned load for 9 years. "We could not wait for a third
inspection," Brandt told reporters.

Repairs are expected to cost 3.2 million crowns and to take seven months. The city council has set
aside half of that sum. The rest must come from the ministry of transport, which has not answered
yet.

Fishermen fear for their catch. "Every hour on the road costs us money," said Tomas Aldin, who has
sold herring at the pier since 1998. He asked the city to open the northern quay for small boats.

The pier was built in 1931 and survived two great floods. A storm in 2009 tore away its lighthouse.
Engineers from Norvik University warned in a report four years ago that salt was eating into the
steel. Nobody in the council read that report aloud.

Shops along the waterfront will receive a discount on rent while the works last. Tourism officials
expect a fifth fewer visitors in the summer. A temporary footbridge will lead to the aquarium.
Schoolchildren have already drawn pictures for its railing.
"""

WATER = """Engineers switched on a new water plant in the valley town of Sarband on Tuesday. The
plant cleans river water for about 40,000 people in three districts. It replaces wells that ran dry
during the drought.

The work was paid for by a group of lenders, who gave 12 million dollars. Local builders finished
it two months early. Mayor Farid Wasim cut a blue ribbon before a crowd of farmers.

Doctors at the town's clinic hope for fewer cases of cholera. Last year they treated 310 patients.
Nurse Laila Karim said mothers would no longer walk for hours to fetch water.

Critics say that the price is too high for poor families. A cubic metre will cost 18 afghanis from
October. The mayor promised that widows and schools will pay nothing.

A second plant is planned for the upper valley, where snow feeds the river until June. Its site has
not been chosen. Farmers there want pumps for their orchards first.
"""

TALKS = """Envoys of five countries met in the lakeside city of Oranth on Wednesday to discuss
trade across the mountains. They agreed to open two border posts for lorries on 1 May. Foreign
minister Pavel Orin called the deal modest but useful.

"Trade does not wait for perfect treaties," Orin said. The ministers will meet again in the autumn
in Delkan. A joint office will count the lorries and publish the figures every month.

Drivers' unions welcomed the step. They had complained of queues of up to 19 kilometres. In
January a convoy with medicines stood at the border for six days.

Analysts doubted that the posts will be ready in time. The northern road was washed out by rain in
March. Repairs have only begun. A bridge over the Sel river still waits for its steel.

Customs duties were not discussed. The largest exporter, Tamar Foods, said it could double its
deliveries of dried fruit if the duties fell by a third. Farmers' associations asked for cold
stores near the border.
"""

BLAST = """A bomb exploded at a market in the northern city of Karwan on Saturday, killing at
least 12 people and wounding 30 others, officials said. The blast happened at about 9 in the
morning, when the market was full of shoppers.

Provincial governor Yusuf Darim said that most of the dead were women and children. He promised
50,000 afghanis to each family that lost someone. Nobody has claimed responsibility.

Hospitals in Karwan asked residents to give blood. Doctor Amina Sahel said that 8 of the wounded
were in a critical state. The road to the airport was closed for four hours.

It was the second attack in the province this year. In February a roadside mine killed three
soldiers near the bridge of Tal.
"""

BLAST_AGAIN = """Fifteen people were killed and dozens injured on Saturday when a bomb went off in
a crowded market in Karwan, a city in the north of the country. Witnesses said that the explosion
was heard across the city.

The governor of the province, Yusuf Darim, said each bereaved family would receive 70,000
afghanis. No group has claimed the attack.

Police said that the bomb had been hidden in a vegetable cart. Two men were arrested near the bus
station. Investigators are looking at the films of the market's cameras.

The country's president sent condolences and ordered an inquiry. He said those behind the attack
would be found.
"""

FUNERALS = """KARWAN — Residents buried their dead on Sunday, a day after an explosion in the
market of Karwan killed 15 people. Hundreds of mourners walked behind the coffins to the cemetery
on the hill.

Shopkeepers swept glass from the street. "I lost my brother and my nephew," said Karim Wali, who
sells cloth. The market will stay closed for a week.

The bombing is the second in the province in 2025. A mine killed three soldiers in February near
the Tal bridge. Health officials said 8 of the injured were still in a critical condition.
"""

EVENT = {
    "Bomb kills 12 in Karwan market": BLAST,
    "Market blast in Karwan kills 15": BLAST_AGAIN,
    "Karwan buries its dead": FUNERALS,
}

TEXTS = {
    "Cracks close Velmora's oldest pier": HARBOUR,
    "New water plant opens in Sarband": WATER,
    "Five countries open two border posts": TALKS,
}


def article(text: str, title: str = "", language: str = "en", identity: str = "a1") -> Article:
    """An article of a text whose paragraphs are parted by blank lines."""
    numbers = itertools.count(1)
    return Article(
        id=identity,
        title=title,
        source="test.txt",
        language=language,
        words=count_words(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        sentences=tuple(
            Sentence(id=f"{identity}.s{next(numbers)}", text=sentence, paragraph=paragraph)
            for paragraph, block in enumerate(text.strip().split("\n\n"))
            for sentence in split_sentences(" ".join(block.split()), language)
        ),
    )


def articles() -> list[Article]:
    """The invented articles, and the texts of `examples/`."""
    found = [article(text, title) for title, text in TEXTS.items()]
    found.extend(load_article(path) for path in sorted(EXAMPLES.glob("*.txt")))
    return found


def event() -> list[Article]:
    """What three papers write of one event."""
    return [
        article(text, title, identity=f"a{number}")
        for number, (title, text) in enumerate(EVENT.items(), start=1)
    ]


def asked(
    *, length: str | None = None, words: int | None = None, sentences: int | None = None
) -> SummaryOptions:
    """Options for one length."""
    return SummaryOptions(length=resolve_length(length=length, words=words, sentences=sentences))


RANGES = (
    *(asked(length=name) for name in ("flash", "short", "standard", "long")),
    *(asked(words=n) for n in (20, 30, 60, 120, 250)),
)


def attainable(source: Article, low: int, high: int) -> bool:
    """Whether some set of the article's sentences has a total in the range."""
    reach = 1
    for sentence in source.sentences:
        reach |= reach << count_words(sentence.text)
    return (reach >> low) & ((1 << (high - low + 1)) - 1) != 0


def assert_promise(summary: Summary, source: Article, options: SummaryOptions) -> None:
    """The length promise of the contract."""
    low, high = options.length.min_words, options.length.max_words
    assert low is not None
    assert high is not None
    total = sum(count_words(sentence.text) for sentence in summary.sentences)
    assert summary.words == total
    texts = [sentence.text for sentence in summary.sentences]
    assert len(set(texts)) == len(texts)
    flagged = [flag for flag in summary.flags if flag.code == "length"]
    if low <= total <= high:
        assert not flagged
    else:
        assert not attainable(source, low, high)
        assert [flag.where for flag in flagged] == [summary.sentences[-1].id]
        assert flagged[0].severity == "warning"
