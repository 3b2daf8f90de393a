"""How well the glossary's Russian endings know the forms of a word, and only those.

    python benchmarks/russian_forms.py --text FILE

The judge is pymorphy3's dictionary (OpenCorpora), which is needed for this measurement only. Words
are every third noun and adjective of the text; short, comparative and superlative forms left out.
"""

import argparse
import re
from pathlib import Path

import pymorphy3

from briefgen.glossary.inflection import fold, pattern


def main() -> None:
    """Print recall of a word's own forms, and false recognition of other words of the text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    args = parser.parse_args()
    analyzer = pymorphy3.MorphAnalyzer()
    forms: dict[str, set[str]] = {}
    vocabulary = sorted(set(re.findall(r"[а-яё]{3,}", args.text.read_text("utf-8").lower())))
    for word in vocabulary:
        parse = analyzer.parse(word)[0]
        if parse.tag.POS in {"NOUN", "ADJF"} and parse.is_known:
            forms[parse.normal_form] = {
                fold(one.word)
                for one in parse.lexeme
                if one.tag.POS in {"NOUN", "ADJF"} and "Supr" not in one.tag
            }
    words = [fold(word) for word in vocabulary]
    forms = dict(list(forms.items())[::3])
    _report("endings", forms, words)


def _report(name: str, forms: dict[str, set[str]], words: list[str]) -> None:
    own = found = others = wrong = 0
    for lemma, lexeme in forms.items():
        known = pattern(lemma, "ru")
        own += len(lexeme)
        found += sum(known.search(word) is not None for word in lexeme)
        near = [word for word in words if word[:3] == fold(lemma)[:3] and word not in lexeme]
        others += len(near)
        wrong += sum(known.search(word) is not None for word in near)
    print(
        f"{name}: {len(forms)} words, {found / own:.1%} of {own} forms known;"
        f" {wrong / others:.1%} of {others} other words that begin alike taken for them"
    )


if __name__ == "__main__":
    main()
