"""Make the fonts that PDFs are set with, from Noto Sans and Noto Sans Arabic.

They are cut down to the letters that a brief may hold: Latin, Greek and Cyrillic from Noto Sans,
the whole Arabic block from Noto Sans Arabic. The same sources give the same bytes:

    apt-get install fonts-noto-core
    pip install fonttools==4.68.0 fontpkg-noto-sans==2.15 fontpkg-noto-sans-arabic==2.12
    python tools/fonts.py

Three things are changed, so that programs take text out of a PDF letter by letter, in its order:
the zero-width non-joiner stays a glyph of its own, where text shapers drop it and give it to the
next letter; a lam with an alef, drawn as one, is two glyphs, the second empty; and a mark at the
end of a word is one glyph with its letter. Programs such as poppler 22.12 and PDFium turn round
the letters that one glyph stands for, which in the last case alone does no harm to the word.
Digits and brackets are added from Noto Sans, and the result is called Brief Sans Arabic.

Noto Sans Arabic is the 2.005 of Debian and not the newer one of PyPI: that one builds most letters
of a bare letter and its dots, so that a PDF has no single glyph of a letter, and its text comes out
with letters doubled.
"""

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables as ot  # noqa: N813
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parent.parent / "src" / "briefgen" / "render" / "fonts"
DEBIAN = Path("/usr/share/fonts/truetype/noto")
ARABIC_FILES = {
    "Regular": "504d7407d86875acf7d04dfaa0fd7524d0b8797723bc4aa18022f29db25b0b6e",
    "Bold": "ded6fc7359ca36d15d7aab9ef0c066e21ce48b26a069994d6602fa2cb9a1b952",
}
LAMS = ("uniFEDF", "uniFEE0")  # as a word or a part of it begins, and within it
ALEFS = frozenset({"uniFE8E", "uniFE84", "uniFE88", "uniFE82"})
JOINED = {
    "uni0654": ("uni0647", "uniFEEA"),
    "uni064B": ("uni0627", "uniFE8E", "uniFEFB.second", "uniFEFC.second"),
}
"""Marks with the letters that they stand on at the end of a word: «خانهٔ», «مثلاً»."""
ARABIC_NAME = "Brief Sans Arabic"
BASE = 1  # class of glyphs that marks stand on
WEIGHTS = {"Regular": 400, "Bold": 700}
LATIN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F),
    (0x2190, 0x2193), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0xFFFD, 0xFFFD),
)  # fmt: skip
ARABIC = (
    (0x20, 0x40), (0x5B, 0x60), (0x7B, 0xBF), (0xD7, 0xD7), (0xF7, 0xF7), (0x2010, 0x205E),
    (0x600, 0x6FF), (0x750, 0x77F), (0x200C, 0x200F), (0x2066, 0x2069),
    (0xFD3E, 0xFD3F), (0xFDF0, 0xFDFC), (0xFE70, 0xFEFF),
)  # fmt: skip


def main() -> None:
    """Write two families in two weights, and their licences."""
    TARGET.mkdir(exist_ok=True)
    latin = files("fontpkg_noto_sans")
    for style, weight in WEIGHTS.items():
        font = TTFont(str(latin / "files" / "NotoSans[wdth,wght].ttf"), recalcTimestamp=False)
        font = instantiateVariableFont(font, {"wght": weight, "wdth": 100}, updateFontNames=True)
        cut(font, LATIN, TARGET / f"NotoSans-{style}.ttf")
    for style, expected in ARABIC_FILES.items():
        source = DEBIAN / f"NotoSansArabic-{style}.ttf"
        found = hashlib.sha256(source.read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{source} is another version: SHA-256 {found}, not {expected}")
        font = TTFont(str(source), recalcTimestamp=False)
        keep_non_joiner(font)
        part_lam_and_alef(font)
        join_marks(font)
        borrow_signs(font, TTFont(TARGET / f"NotoSans-{style}.ttf"))
        rename(font, style)
        tighten(font)
        cut(font, ARABIC, TARGET / f"BriefSansArabic-{style}.ttf")
    for name, folder in (
        ("NotoSans", latin),
        ("BriefSansArabic", files("fontpkg_noto_sans_arabic")),
    ):
        licence = (folder / "LICENSE").read_text(encoding="utf-8")
        (TARGET / f"{name}.OFL.txt").write_text(licence, encoding="utf-8")


def rename(font: TTFont, style: str) -> None:
    """Give a changed font a name of its own, so that no installed one is taken for it.

    Args:
        font: it is changed.
        style: `Regular` or `Bold`.
    """
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = ARABIC_NAME
        elif record.nameID == 4:
            record.string = f"{ARABIC_NAME} {style}"
        elif record.nameID in (3, 6):
            record.string = f"{ARABIC_NAME.replace(' ', '')}-{style}"


def tighten(font: TTFont) -> None:
    """Bring the height of a line near to that of Latin fonts; Noto Sans Arabic asks for 2.1 em.

    Args:
        font: it is changed.
    """
    above, below = 1100, 500  # units of 1000 to the em: room for two marks on a tall letter
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = above, -below, 0
    font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender = above, -below
    font["OS/2"].sTypoLineGap = 0
    font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = above, below


def borrow_signs(font: TTFont, latin: TTFont) -> None:
    """Take the digits and signs that an Arabic font lacks from a Latin one of the same units.

    Without brackets of its own, Word and LibreOffice look for another font in the middle of a line.

    Args:
        font: it is changed.
        latin: has glyphs without components.
    """
    own, other = font.getBestCmap(), latin.getBestCmap()
    for first, last in ARABIC:
        for code in range(first, last + 1):
            if code in own or code not in other or code > 0x205E:
                continue
            name = add_empty_glyph(font, f"latin.{code:04X}", latin["hmtx"][other[code]][0])
            pen = DecomposingRecordingPen(latin.getGlyphSet())
            latin.getGlyphSet()[other[code]].draw(pen)
            drawn = TTGlyphPen(None)
            pen.replay(drawn)
            font["glyf"].glyphs[name] = drawn.glyph()
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[code] = name


def keep_non_joiner(font: TTFont) -> None:
    """Replace the zero-width non-joiner by a glyph that shapers do not take for it.

    Args:
        font: it is changed.
    """
    glyph = font.getBestCmap()[0x200C]
    kept = add_empty_glyph(font, "keptNonJoiner", 1)
    add_to_feature(font, "rlig", add_lookup(font, 1, 0, [substitution(glyph, kept)]))


def part_lam_and_alef(font: TTFont) -> None:
    """Make each ligature of lam and alef two glyphs: its picture, and one without width.

    Args:
        font: it is changed.
    """
    lookups = font["GSUB"].table.LookupList.Lookup
    old = next(  # of `rlig`; what `dlig` has for the pair, shapers never come to
        lookups[index]
        for record in font["GSUB"].table.FeatureList.FeatureRecord
        for index in record.Feature.LookupListIndex
        if record.FeatureTag == "rlig" and LAMS[0] in lookups[index].SubTable[0].ligatures
    )
    tables = []
    for ligatures, lam in ((table.ligatures, lam) for table in old.SubTable for lam in LAMS):
        for ligature in filter(is_lam_alef, ligatures[lam]):
            empty = add_empty_glyph(font, f"{ligature.LigGlyph}.second", 1)
            parts = ((lam, ligature.LigGlyph), (ligature.Component[0], empty))
            tables.append(replaced_pair(font, parts))
            carry_anchors(font, ligature.LigGlyph, empty)
        ligatures[lam] = [item for item in ligatures[lam] if not is_lam_alef(item)]
    add_to_feature(font, "rlig", add_lookup(font, 6, old.LookupFlag, tables))


def join_marks(font: TTFont) -> None:
    """Make one glyph of each pair of `JOINED`; alone, a mark is taken for a word of its own.

    Args:
        font: it is changed.
    """
    bases = first_table(font, ot.MarkBasePos)
    letters = dict(zip(bases.BaseCoverage.glyphs, bases.BaseArray.BaseRecord, strict=True))
    marks = dict(zip(bases.MarkCoverage.glyphs, bases.MarkArray.MarkRecord, strict=True))
    table = ot.LigatureSubst()
    table.ligatures = {}
    for mark, owners in JOINED.items():
        for letter in owners:
            anchor = letters[letter].BaseAnchor[marks[mark].Class]
            own = marks[mark].MarkAnchor
            drawn = TTGlyphPen(font.getGlyphSet())
            if font["glyf"][letter].numberOfContours:
                drawn.addComponent(letter, (1, 0, 0, 1, 0, 0))
            offset = (anchor.XCoordinate - own.XCoordinate, anchor.YCoordinate - own.YCoordinate)
            drawn.addComponent(mark, (1, 0, 0, 1, *offset))
            name = add_empty_glyph(font, f"{letter}_{mark}", font["hmtx"][letter][0])
            font["glyf"].glyphs[name] = drawn.glyph()
            ligature = ot.Ligature()
            ligature.Component, ligature.LigGlyph = [mark], name
            table.ligatures.setdefault(letter, []).append(ligature)
    add_to_feature(font, "rlig", add_lookup(font, 4, 0, [table]))


def first_table(font: TTFont, kind: type) -> Any:
    """Find the only table of a kind in GPOS."""
    tables = [lookup.SubTable[0] for lookup in font["GPOS"].table.LookupList.Lookup]
    return next(table for table in tables if isinstance(table, kind))


def is_lam_alef(ligature: ot.Ligature) -> bool:
    """Whether a ligature that begins with a lam is completed by an alef alone."""
    return len(ligature.Component) == 1 and ligature.Component[0] in ALEFS


def replaced_pair(font: TTFont, parts: tuple[tuple[str, str], ...]) -> ot.ChainContextSubst:
    """Make a rule that replaces each glyph of a pair where the pair stands.

    Args:
        font: gets a lookup for each glyph.
        parts: old and new glyph, in order.
    """
    table = ot.ChainContextSubst()
    table.Format = 3
    table.BacktrackGlyphCount = table.LookAheadGlyphCount = 0
    table.BacktrackCoverage, table.LookAheadCoverage = [], []
    table.InputGlyphCount = table.SubstCount = len(parts)
    table.InputCoverage, table.SubstLookupRecord = [], []
    for index, (old, new) in enumerate(parts):
        coverage = ot.Coverage()
        coverage.glyphs = [old]
        table.InputCoverage.append(coverage)
        record = ot.SubstLookupRecord()
        record.SequenceIndex = index
        record.LookupListIndex = add_lookup(font, 1, 0, [substitution(old, new)])
        table.SubstLookupRecord.append(record)
    return table


def substitution(old: str, new: str) -> ot.SingleSubst:
    """Make a rule that replaces one glyph."""
    table = ot.SingleSubst()
    table.mapping = {old: new}
    return table


def add_empty_glyph(font: TTFont, name: str, width: int) -> str:
    """Add a glyph that draws nothing, some units wide.

    Returns:
        Its name.
    """
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = Glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"].metrics[name] = (width, 0)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = BASE
    return name


def add_lookup(font: TTFont, kind: int, flag: int, tables: list[object]) -> int:
    """Add a lookup to GSUB.

    Returns:
        Its index.
    """
    lookup = ot.Lookup()
    lookup.LookupType, lookup.LookupFlag = kind, flag
    lookup.SubTable, lookup.SubTableCount = tables, len(tables)
    lookups = font["GSUB"].table.LookupList
    lookups.Lookup.append(lookup)
    lookups.LookupCount = len(lookups.Lookup)
    return int(lookups.LookupCount) - 1


def add_to_feature(font: TTFont, tag: str, lookup: int) -> None:
    """Let a feature run one lookup more."""
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == tag:
            record.Feature.LookupListIndex.append(lookup)
            record.Feature.LookupCount += 1


def carry_anchors(font: TTFont, drawn: str, empty: str) -> None:
    """Let marks stand on the two glyphs where they stood on the parts of the ligature.

    Args:
        font: it is changed.
        drawn: the glyph of the ligature, from now on a base.
        empty: the glyph of its second part.
    """
    bases = first_table(font, ot.MarkBasePos)
    ligatures = first_table(font, ot.MarkLigPos)
    index = ligatures.LigatureCoverage.glyphs.index(drawn)
    parts = ligatures.LigatureArray.LigatureAttach[index].ComponentRecord
    records = dict(zip(bases.BaseCoverage.glyphs, bases.BaseArray.BaseRecord, strict=True))
    for glyph, part in zip((drawn, empty), parts, strict=False):
        records[glyph] = ot.BaseRecord()
        records[glyph].BaseAnchor = part.LigatureAnchor
    bases.BaseCoverage.glyphs = sorted(records, key=font.getGlyphID)
    bases.BaseArray.BaseRecord = [records[glyph] for glyph in bases.BaseCoverage.glyphs]
    bases.BaseArray.BaseCount = len(records)
    font["GDEF"].table.GlyphClassDef.classDefs[drawn] = BASE


def cut(font: TTFont, blocks: tuple[tuple[int, int], ...], target: Path) -> None:
    """Write a font with the letters of some blocks alone.

    Args:
        font: a font of one weight; it is changed.
        blocks: first and last code point of what is kept.
        target: the file to be.
    """
    options = Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for a, b in blocks for code in range(a, b + 1)])
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    main()
