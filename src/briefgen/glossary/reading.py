"""Reading a user's glossary: CSV, TSV or TBX, told apart by the ending of the file's name."""

import csv
import hashlib
from pathlib import Path

from briefgen.errors import GlossaryError
from briefgen.glossary.table import read_table
from briefgen.glossary.tbx import read_tbx
from briefgen.glossary.terms import Glossary, combine

MAX_BYTES = 50_000_000
_TABLES = {".csv": None, ".tsv": csv.excel_tab, ".tab": csv.excel_tab}
_TBX = frozenset({".tbx", ".xml"})


def read_glossary(path: Path) -> Glossary:
    """Read a glossary.

    Args:
        path: `.csv` (parted by commas or semicolons), `.tsv`, `.tab`, `.tbx` or `.xml`; tables in
            UTF-8, or in UTF-16 with its mark.

    Raises:
        GlossaryError: the file is missing, of another kind or too large, or a row cannot be; it
            names the file, the line and the column.
    """
    ending = path.suffix.lower()
    if ending not in _TABLES and ending not in _TBX:
        kinds = ", ".join(sorted((*_TABLES, ".tbx")))
        raise GlossaryError(f"{path}: unknown kind of glossary {ending!r}: use one of {kinds}")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GlossaryError(f"{path}: too large for a glossary: split it, or keep what you use")
        data = path.read_bytes()
    except FileNotFoundError:
        raise GlossaryError(f"{path}: no such file: give the path of a glossary") from None
    except OSError as error:
        raise GlossaryError(f"{path} cannot be read: {error.strerror}") from error
    if ending in _TBX:
        terms = read_tbx(data, path)
    else:
        terms = read_table(data, path, dialect=_TABLES[ending])
    return Glossary(terms=terms, sha256=hashlib.sha256(data).hexdigest())


def with_builtin(own: Glossary | None, *, builtin: bool) -> Glossary | None:
    """A user's glossary and briefgen's own as one; None where there is neither.

    Args:
        own: the user's, whose terms come before the built-in ones.
        builtin: False where the user has switched it off.
    """
    if not builtin:
        return own
    # Loading CLDR takes half a second, which only a translation needs.
    from briefgen.glossary.builtin import builtin_glossary

    return combine(own, builtin_glossary())
