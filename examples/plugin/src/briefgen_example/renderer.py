"""A renderer: a brief as a table, a row for each translated sentence."""

import csv
import io

from briefgen.records import Brief


def to_csv(brief: Brief) -> bytes:
    """The columns language, id, source, text and flags, in UTF-8."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("language", "id", "source", "text", "flags"))
    for code, translation in brief.translations.items():
        for section in translation.sections:
            for sentence in section.all_sentences:
                flags = " ".join(flag.code for flag in sentence.flags)
                writer.writerow((code, sentence.id, sentence.source, sentence.text, flags))
    return table.getvalue().encode("utf-8")
