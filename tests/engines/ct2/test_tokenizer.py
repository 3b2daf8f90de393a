"""Tokenizers read from their files give what transformers gives."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.engines.checkpoint import inspect_folder
from briefgen.engines.ct2.conversion import LOADERS
from briefgen.engines.ct2.folder import inspect_converted
from briefgen.engines.ct2.tokenizer import FileTokenizer
from briefgen.engines.families import Code
from briefgen.engines.loading import load_tokenizer
from briefgen.engines.machine import quiet_transformers
from briefgen.engines.tokenizer import TransformersTokenizer
from briefgen.errors import CheckpointError
from tests.checkpoints import BUILDERS, TEXTS

ODD = ("", "  two  spaces ", "Kabul\u200cتست می‌شود x=“5”…", "emoji 😀 é", "a\nb")
PREFIX = {"marian-many": ">>rus<< ", "madlad": "<2ru> "}


def tokenizer(folder: Path, name: str) -> FileTokenizer:
    found = inspect_converted(folder, id=name)
    return FileTokenizer(found.folder, family=found.family, vocabulary=found.vocabulary, id=name)


@pytest.mark.parametrize("family", sorted(set(BUILDERS) & set(LOADERS)))
def test_ids_and_text_are_those_of_transformers(
    family: str, converted: Callable[[str], Path]
) -> None:
    folder = converted(family)
    ours = tokenizer(folder, family)
    with quiet_transformers():
        theirs = TransformersTokenizer(load_tokenizer(inspect_folder(folder, id=family), family))
    row = inspect_folder(folder, id=family).family
    languages: list[Code | None] = [None]
    if row.before == "{}":
        known = [row.codes[code][-1] for code in ("en", "prs", "ru")]
        languages = [code for code in known if ours.id_of(code.written) is not None]
    for text in (*(text for texts in TEXTS.values() for text in texts), *ODD):
        for language in languages:
            for limit in (None, 8):
                written = PREFIX.get(family, "") + text
                ids = theirs.encode(written, language, limit)
                assert ours.encode(written, language, limit) == ids
            plain = [id for id in ids if ours.token_of(id) not in ours.special_tokens]
            assert ours.decode(plain) == theirs.decode(plain)
    assert ours.end_token == theirs.end_token
    assert ours.max_tokens == theirs.max_tokens
    assert ours.languages == theirs.languages


def test_a_missing_tokenizer_is_an_error(converted: Callable[[str], Path], tmp_path: Path) -> None:
    found = inspect_converted(converted("nllb"), id="nllb")
    with pytest.raises(CheckpointError, match=r"neither tokenizer\.json nor"):
        FileTokenizer(tmp_path, family=found.family, vocabulary=found.vocabulary, id="nllb")


def test_a_damaged_tokenizer_is_an_error(converted: Callable[[str], Path], tmp_path: Path) -> None:
    found = inspect_converted(converted("nllb"), id="nllb")
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(CheckpointError, match="cannot be read"):
        FileTokenizer(tmp_path, family=found.family, vocabulary=found.vocabulary, id="nllb")
