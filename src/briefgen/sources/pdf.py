"""A PDF with text to an article: columns, broken words, running heads, headings, metadata."""

import re
from collections import Counter
from collections.abc import Sequence

from briefgen.errors import SourceFormatError
from briefgen.sources.dates import find_date
from briefgen.sources.decode import MAX_BYTES, clean, squeeze
from briefgen.sources.extracted import Block, BlockKind, Extracted
from briefgen.sources.features import Look, look
from briefgen.sources.furniture import main_language, split_words
from briefgen.sources.heads import split_authors
from briefgen.sources.layout import Unit
from briefgen.sources.pdfium import Page, Pages, read_pages
from briefgen.sources.pdflayout import read_lines
from briefgen.sources.pdfparagraphs import Paragraph, body_size, read_paragraphs
from briefgen.sources.text import extract_text

_HEADING_WORDS = 20
_HEADING_LINES = 4
_MAX_HEADINGS = 2
_LARGER = 1.12
_TITLE_LARGER = 1.25
_SMALL_PRINT = 0.9
_MAX_CAPTION = 2
_MAX_STRANGE = 8
_MENU_WORDS = 6
_PICTURE = 0.5
_FEW_WORDS = 8
_MAX_SCANNED = 1 / 3
_JUNK_TITLE = re.compile(
    r"^(?:untitled|document\d*|microsoft word\b.*"
    r"|.*\.(?:docx?|pdf|indd|qxd|html?|odt|rtf|tex|pages)"
    r"|\W*|about:blank|print(?:ed)?|slide \d+|[\w-]{1,40}\d{4,}[\w-]*)$",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)")
_BROWSER = re.compile(r"Mozilla|Chrom|Safari|Firefox|wkhtmltopdf", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:admin\w*|user|owner|unknown|anonymous|author|microsoft|windows|python-docx|default)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(rb"%PDF-")


def extract_pdf(data: bytes, *, source: str) -> Extracted:
    """Find the article of a PDF.

    The largest words of the first page are the title where they stand out, else the metadata's;
    the date comes from the page, and only from the metadata where the page has none.

    Args:
        data: the file, at most `MAX_BYTES`.
        source: its name, for messages.

    Raises:
        SourceFormatError: no PDF, a damaged, protected, too long or too large one, or one whose
            pages are pictures, or whose letters say nothing.
    """
    if len(data) > MAX_BYTES:
        raise SourceFormatError(
            f"{source} is larger than {MAX_BYTES // 1_000_000} MB: give the article's pages alone"
        )
    if not _HEAD.search(data[:1024]):
        raise SourceFormatError(f"{source} is not a PDF file: give one, or the text itself")
    document = read_pages(data, source=source)
    _refuse_pictures(document.pages, source)
    _refuse_nonsense(document.pages, source)
    return arrange(document)


def arrange(document: Pages) -> Extracted:
    """Find the article in the words of pages that have some."""
    layout = read_lines(document.pages)
    paragraphs = read_paragraphs(layout.lines)
    body = body_size(layout.lines)
    kinds = _kinds(paragraphs, body)
    return _article(document, paragraphs, kinds, body, layout.url)


def _refuse_pictures(pages: tuple[Page, ...], source: str) -> None:
    bare = [page for page in pages if len(page.words) < _FEW_WORDS]
    scanned = [page for page in bare if page.picture >= _PICTURE]
    if len(bare) == len(pages) and not any(page.words for page in pages):
        what = "its pages are pictures" if scanned else "its pages are empty"
    elif len(scanned) > _MAX_SCANNED * len(pages):
        what = f"{len(scanned)} of its {len(pages)} pages are pictures"
    else:
        return
    raise SourceFormatError(
        f"{source} has no text layer: {what}, as a scanner makes them. "
        "Run a text recognition (OCR) on it first, or paste the text"
    )


def _refuse_nonsense(pages: tuple[Page, ...], source: str) -> None:
    """Fonts without a table of letters give private or replacement characters."""
    text = "".join(word.text for page in pages[:20] for word in page.words)
    letters = [letter for letter in text if not letter.isspace()]
    wrong = sum(letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" for letter in letters)
    if letters and wrong > 0.2 * len(letters):
        raise SourceFormatError(
            f"{source} does not say which letters its text is made of: "
            "run a text recognition (OCR) on it first, or paste the text"
        )


def _kinds(paragraphs: tuple[Paragraph, ...], body: float) -> tuple[BlockKind, ...]:
    """Tell headings and items from paragraphs; lines of a table that stand out are no headings."""
    letters = sum(len(paragraph.text) for paragraph in paragraphs)
    bold_letters = sum(len(paragraph.text) for paragraph in paragraphs if paragraph.bold)
    bold_counts = bold_letters < 0.3 * letters
    kinds: list[BlockKind] = []
    for paragraph in paragraphs:
        larger = paragraph.size >= _LARGER * body
        stands_out = larger or (bold_counts and paragraph.bold and paragraph.size >= 0.95 * body)
        if paragraph.bullet:
            kinds.append("item")
        else:
            kinds.append("heading" if stands_out and _may_head(paragraph) else "paragraph")
    start = 0
    for place in range(1, len(kinds) + 1):
        if place < len(kinds) and kinds[place] == "heading":
            same = abs(paragraphs[place].size - paragraphs[start].size) < 0.5
            if kinds[start] == "heading" and same:
                continue
        if kinds[start] == "heading" and place - start > _MAX_HEADINGS:
            kinds[start:place] = ["paragraph"] * (place - start)
        start = place
    return tuple(kinds)


def _may_head(paragraph: Paragraph) -> bool:
    return (
        len(paragraph.text.split()) <= _HEADING_WORDS
        and paragraph.lines <= _HEADING_LINES
        and any(letter.isalpha() for letter in paragraph.text)
        and not paragraph.text.endswith((".", ",", ";", "،", "؛", "۔"))
    )


def _article(
    document: Pages,
    paragraphs: tuple[Paragraph, ...],
    kinds: tuple[BlockKind, ...],
    body: float,
    url: str | None,
) -> Extracted:
    texts = tuple(squeeze(clean(paragraph.text)) for paragraph in paragraphs)
    title_place = _title_place(paragraphs, kinds, body)
    # Marks alone are no text.
    read = extract_text("\n\n".join(texts)) if any(map(split_words, texts)) else Extracted()
    title = texts[title_place] if title_place is not None else ""
    title = title or _stated(document, "Title") or read.title
    browser = url is not None or _BROWSER.search(document.metadata.get("Creator", "")) is not None
    wanted = split_words(title)
    blocks = [
        Block(kind=kinds[place], text=texts[place])
        for place in _kept(texts, paragraphs, kinds, body, read, browser=browser)
        if place != title_place and split_words(texts[place]) != wanted
    ]
    while blocks and blocks[-1].kind == "heading":
        blocks.pop()
    authors = read.authors
    if not authors and not _NOBODY.search(document.metadata.get("Author", "")):
        authors = split_authors(document.metadata.get("Author", ""))
    # A browser's PDF is as old as the printing, not as the article.
    made = None if browser else _stated_date(document)
    return Extracted(
        title=title,
        authors=authors,
        published=read.published or made,
        url=url,
        blocks=tuple(blocks),
    )


def _kept(
    texts: tuple[str, ...],
    paragraphs: tuple[Paragraph, ...],
    kinds: tuple[BlockKind, ...],
    body: float,
    read: Extracted,
    *,
    browser: bool,
) -> list[int]:
    """Places of the paragraphs that are the article's.

    Between the first and the last paragraph that `extract_text` takes for the article, only what
    shows itself as a caption, a byline or a control goes. Outside, a document made as a document
    keeps its text as well, since the filter is fitted on pages of the web; a web page printed by a
    browser, menus and all, does not, and keeps no long run of strange lines inside either. Small
    print goes where it stands alone or in a pair, as captions do; a longer run is a table.
    """
    stays = {split_words(block.text) for block in read.blocks}
    told = [split_words(text) for text in texts]
    counts = Counter(told)
    # A line that stands there twice, as menus do, says nothing about where the article is.
    inside = [place for place, words in enumerate(told) if words in stays and counts[words] == 1]
    first, last = (inside[0], inside[-1]) if inside else (0, len(texts) - 1)
    chosen = [first <= place <= last and words in stays for place, words in enumerate(told)]
    units = [Unit(text=text, bullet=kinds[place] == "item") for place, text in enumerate(texts)]
    looks = look(units, main_language("\n".join(texts)))
    small = [paragraph.size <= _SMALL_PRINT * body for paragraph in paragraphs]
    menu = [not seen.prose and 0 < seen.words <= _MENU_WORDS for seen in looks]
    longest = max((_run(menu, place) for place, found in enumerate(menu) if found), default=0)
    strict = browser and longest > _MAX_STRANGE
    found = []
    for place, (text, seen) in enumerate(zip(texts, looks, strict=True)):
        if not told[place] or (small[place] and _run(small, place) <= _MAX_CAPTION):
            continue
        section = kinds[place] == "heading" and place >= first and not seen.hits.whole
        bound = first <= place <= last and _run(chosen, place) <= _MAX_STRANGE
        if chosen[place] or ((bound or not strict) and (section or not _is_furniture(seen, text))):
            found.append(place)
    return found


def _is_furniture(seen: Look, text: str) -> bool:
    """Whether a paragraph shows itself as something else than the article's text."""
    if seen.hits.whole or seen.credit:
        return True
    if seen.words <= 12 and (seen.date is not None or "byline" in seen.hits.opens):
        return not text.endswith(".")
    return seen.words <= 25 and max(seen.hits.share.values(), default=0.0) >= 0.5


def _run(values: Sequence[bool], place: int) -> int:
    """How many neighbours in a row have the same value as a place, itself counted."""
    start = stop = place
    while start > 0 and values[start - 1] == values[place]:
        start -= 1
    while stop < len(values) and values[stop] == values[place]:
        stop += 1
    return stop - start


def _title_place(
    paragraphs: tuple[Paragraph, ...], kinds: tuple[BlockKind, ...], body: float
) -> int | None:
    """The largest heading above the running text of the first page; the first of several."""
    found: list[int] = []
    for place, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        words = len(paragraph.text.split())
        text_begins = kind == "paragraph" and words >= 25 and paragraph.size <= _LARGER * body
        if paragraph.page != paragraphs[0].page or text_begins:
            break
        if kind == "heading" and paragraph.size >= _TITLE_LARGER * body and words >= 2:
            found.append(place)
    return max(found, key=lambda place: (paragraphs[place].size, -place), default=None)


def _stated(document: Pages, key: str) -> str:
    text = squeeze(clean(document.metadata.get(key, "")))
    return "" if _JUNK_TITLE.match(text) or len(text) > 300 else text


def _stated_date(document: Pages) -> str | None:
    match = _PDF_DATE.match(document.metadata.get("CreationDate", ""))
    return find_date("-".join(match.groups())) if match else None
