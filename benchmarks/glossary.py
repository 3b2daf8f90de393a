"""How often the built-in glossary speaks up on human translations, which are right.

    python benchmarks/glossary.py --data FOLDER [--show]

The folder is NTREX's as `shared/data/ntrex-dev`: `eng.txt`, `prs.txt`, `pus.txt`, `rus.txt`.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from briefgen.glossary.builtin import builtin_glossary
from briefgen.glossary.check import check_glossary

FILES = {"prs": "prs.txt", "ps": "pus.txt", "ru": "rus.txt"}


def main() -> None:
    """Print the misses of each language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print every miss")
    args = parser.parse_args()
    glossary = builtin_glossary()
    source = (args.data / "eng.txt").read_text("utf-8").splitlines()
    for code, name in FILES.items():
        target = (args.data / name).read_text("utf-8").splitlines()
        start = time.perf_counter()
        flagged = found = 0
        misses: Counter[str] = Counter()
        for n, (one, other) in enumerate(zip(source, target, strict=True), start=1):
            flags = check_glossary(glossary, one, other, source_language="en", target_language=code)
            missed = [flag.detail for flag in flags]
            found += len(glossary.matches(one, code))
            flagged += bool(missed)
            misses.update(missed)
            if missed and args.show:
                print(f"{code} {n} {missed}\n  {one}\n  {other}")
        seconds = time.perf_counter() - start
        print(
            f"{code}: {found} terms, {sum(misses.values())} missed, in {flagged} of {len(source)}"
            f" sentences ({flagged / len(source):.1%}); {seconds:.2f} s; {dict(misses)}"
        )


if __name__ == "__main__":
    main()
