"""How long documents of many articles take, in every format.

    python benchmarks/documents.py [ARTICLES]

The brief is the sample of the tests, its two articles said again under other ids until there are
as many as asked (100), in English and three languages.
"""

import json
import platform
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.briefs import sample  # noqa: E402

from briefgen.options import DocumentOptions  # noqa: E402
from briefgen.records import Brief  # noqa: E402
from briefgen.render import FORMATS, render  # noqa: E402
from briefgen.serialize import from_json, to_json  # noqa: E402


def many(count: int) -> Brief:
    """The sample with `count` articles."""
    small = sample()
    articles, summaries = [], []
    sections: dict[str, list[object]] = {code: [] for code in small.translations}
    brief = json.loads(to_json(small))
    for number in range(count):
        # Ids begin with that of their article, so a copy has another number in them.
        old, new = f'"a{number % 2 + 1}', f'"a{number + 1}'
        text = json.dumps(
            {
                "article": brief["articles"][number % 2],
                "summary": brief["summaries"][number % 2],
                "sections": {
                    code: item["sections"][number % 2]
                    for code, item in brief["translations"].items()
                },
            }
        )
        copy = json.loads(text.replace(old, new))
        articles.append(copy["article"])
        summaries.append(copy["summary"])
        for code, section in copy["sections"].items():
            sections[code].append(section)
    brief["articles"], brief["summaries"] = articles, summaries
    for code, item in brief["translations"].items():
        item["sections"] = sections[code]
    return from_json(json.dumps(brief))


def main() -> None:
    """Print a table of seconds and bytes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    brief = many(count)
    print(f"{count} articles, {platform.machine()}, Python {platform.python_version()}")
    whole = 0.0
    for format_ in FORMATS:
        start = time.perf_counter()
        size = len(render(brief, format_))
        took = time.perf_counter() - start
        whole += took
        print(f"{format_:12} {took:6.2f} s {size:>10,} bytes")
    print(f"{'all':12} {whole:6.2f} s")
    for format_ in ("html", "docx"):
        start = time.perf_counter()
        options = DocumentOptions(layout="side-by-side")
        size = len(render(replace(brief), format_, options=options))
        print(f"{format_} columns {time.perf_counter() - start:6.2f} s {size:>10,} bytes")


if __name__ == "__main__":
    main()
