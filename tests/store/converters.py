"""A converter that writes small files where CTranslate2's would be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.store.files import all_files_in, sha256_of, weights_among


@dataclass
class FakeConverter:
    """What it writes tells from which weights it was made.

    Attributes:
        able: what `can_convert` answers.
        cuts: what `can_cut` answers.
        before_end: is called when half of the files are written.
        calls: ids that were converted or cut.
    """

    able: bool = False
    cuts: bool = False
    before_end: Callable[[], None] = lambda: None
    calls: list[str] = field(default_factory=list)

    def can_convert(self, folder: Path, /, *, id: str) -> bool:
        assert (folder / "config.json").is_file()
        return self.able

    def convert(self, source: Path, target: Path, /, *, id: str) -> None:
        self.calls.append(id)
        weights = weights_among(all_files_in(source))
        assert weights
        made_of = "".join(sha256_of(source / name) for name in weights)
        target.mkdir()
        (target / "model.bin").write_text(f"made of {made_of}", encoding="utf-8")
        self.before_end()
        (target / "config.json").write_text("{}", encoding="utf-8")
        (target / "shared_vocabulary.json").write_text("[]", encoding="utf-8")
        (target / "cut").mkdir()
        (target / "cut" / "model.bin").write_text("cut", encoding="utf-8")

    def can_cut(self, folder: Path, /, *, id: str) -> bool:
        assert (folder / "model.bin").is_file()
        return self.cuts

    def cut(self, folder: Path, target: Path, /, *, id: str) -> None:
        self.calls.append(id)
        target.mkdir()
        made_of = sha256_of(folder / "model.bin")
        (target / "model.bin").write_text(f"cut of {made_of}", encoding="utf-8")
        self.before_end()
        (target / "config.json").write_text("{}", encoding="utf-8")
