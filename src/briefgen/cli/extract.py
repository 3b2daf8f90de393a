"""`briefgen extract`: the cleaned article."""

import json
import sys

from typer import Exit

from briefgen.cli._briefer import write_text
from briefgen.cli._errors import PARTLY_FAILED_EXIT
from briefgen.cli._options import (
    AllowPrivate,
    Force,
    Json,
    Offline,
    Output,
    Quiet,
    Sources,
    Verbose,
)
from briefgen.cli._output import tell
from briefgen.records import Article


def extract(
    sources: Sources,
    as_json: Json = False,
    output: Output = None,
    force: Force = False,
    offline: Offline = False,
    allow_private: AllowPrivate = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show each article as briefgen reads it: furniture removed, headings and paragraphs kept.

    With --json, one object a line for each source, in order; a source that fails has its error.

    Example: briefgen extract page.html --json
    """
    from briefgen.serialize import article_to_dict
    from briefgen.sources.many import load_each

    results: list[str] = []
    failures = articles = 0
    for source in sources:
        for found in load_each(
            source,
            first=articles + 1,
            stdin=sys.stdin.buffer,
            offline=offline,
            allow_private=allow_private,
        ):
            if isinstance(found, Article):
                articles += 1
                results.append(_line(article_to_dict(found)) if as_json else _plain(found))
                continue
            failures += 1
            tell(str(found), quiet=quiet)
            if as_json:
                results.append(_line({"source": source, "error": str(found)}))
    if results:
        write_text(("\n" if as_json else "\n\n").join(results), output, force=force)
    if failures:
        raise Exit(PARTLY_FAILED_EXIT if articles or failures > 1 else 1)


def _line(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _plain(article: Article) -> str:
    """The article as Markdown: title, headings where they stand, paragraphs."""
    headings: dict[int, list[str]] = {}
    for heading in article.headings:
        headings.setdefault(heading.before_sentence, []).append(f"## {heading.text}")
    blocks = [f"# {article.title}"] if article.title else []
    paragraph = -1
    for n, sentence in enumerate(article.sentences):
        blocks.extend(headings.get(n, ()))
        if sentence.paragraph == paragraph and n not in headings:
            blocks[-1] += f" {sentence.text}"
        else:
            blocks.append(sentence.text)
        paragraph = sentence.paragraph
    return "\n\n".join(blocks)
