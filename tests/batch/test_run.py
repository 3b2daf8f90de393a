"""A batch: each item done once, remembered, and done again only where something has changed."""

import contextlib
import errno
import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from briefgen import Briefer
from briefgen.batch import run as run_module
from briefgen.batch.documents import Documents
from briefgen.batch.inputs import Network
from briefgen.batch.items import Made, Task
from briefgen.batch.manifest import FILE_NAME, Manifest
from briefgen.batch.run import Ended, Event, ItemDone, Planned, run_batch
from briefgen.batch.stages import Stages
from briefgen.errors import BatchFolderError, OutputError, UsageError
from briefgen.options import DocumentOptions
from briefgen.render.files import write_files
from tests.batch.articles import text_of, write_articles
from tests.batch.sites import serve


def briefer(**options: object) -> Briefer:
    given: dict[str, object] = {"summarizer": "extractive", "to": [], "words": (20, 40), **options}
    return Briefer(recall=False, **given)  # type: ignore[arg-type]


class Ran:
    """What a run told of itself."""

    def __init__(self, events: list[Event]) -> None:
        (self.planned,) = [e for e in events if isinstance(e, Planned)]
        self.items = [e for e in events if isinstance(e, ItemDone)]
        (self.ended,) = [e for e in events if isinstance(e, Ended)]

    @property
    def made(self) -> list[str]:
        return [item.name for item in self.items if not item.error]


def ran(*inputs: object, folder: Path, **options: object) -> Ran:
    given: dict[str, object] = {"briefer": briefer(), "formats": ("md", "json"), **options}
    return Ran(list(run_batch([str(one) for one in inputs], folder=folder, **given)))  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, object]:
    """The files of a folder but its manifest, `created` and `timings` left out."""
    found: dict[str, object] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".json":
            record = json.loads(path.read_bytes())
            for part in (record, *record.get("items", ())):
                part.pop("created", None)
                part.pop("timings", None)
            found[path.name] = record
        elif not path.name.startswith(FILE_NAME):
            found[path.name] = path.stat().st_size
    return found


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


# What is made -------------------------------------------------------------------------------


def test_each_article_becomes_a_brief_named_after_it_and_the_index_lists_all(
    tmp_path: Path, out: Path
) -> None:
    paths = write_articles(tmp_path / "in", 20)
    found = ran(tmp_path / "in", folder=out)
    assert found.made == [path.stem for path in paths]
    assert {path.name for path in out.iterdir()} == {
        FILE_NAME,
        "index.html",
        "index.json",
        *(f"{path.stem}.{ending}" for path in paths for ending in ("md", "json")),
    }
    index = json.loads((out / "index.json").read_bytes())
    assert index["counts"] == {"done": 20, "failed": 0, "pending": 0}
    first = index["items"][0]
    assert first["source"] == str(paths[0])
    assert first["title"] == "Kunduz repairs 3 wells"
    assert first["files"] == ["wells000.json", "wells000.md"]
    page = (out / "index.html").read_text("utf-8")
    assert page.count('<a href="wells0') == 40
    assert "Kunduz repairs 3 wells" in page


def test_a_brief_is_what_the_briefer_makes_of_the_article_alone(tmp_path: Path, out: Path) -> None:
    paths = write_articles(tmp_path / "in", 11)
    ran(tmp_path / "in", folder=out)
    for path in paths:
        path.with_suffix(".json").write_bytes(b"")
        briefer().brief(str(path)).save(path.with_suffix(".json"), force=True)
        path.unlink()
    briefs = {name: one for name, one in contents(out).items() if name.startswith("wells")}
    alone = contents(tmp_path / "in")
    assert {name: one for name, one in briefs.items() if name.endswith("json")} == alone


def test_two_inputs_of_one_name_get_a_number_and_keep_it(tmp_path: Path, out: Path) -> None:
    for n, folder in enumerate(("one", "two", "three")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Kabul.txt").write_text(text_of(n), encoding="utf-8")
    (tmp_path / "three" / "Kabul.txt").rename(tmp_path / "three" / "KABUL.txt")
    (tmp_path / "index.txt").write_text(text_of(4), encoding="utf-8")
    inputs = [tmp_path / name for name in ("one", "two", "three", "index.txt")]
    assert ran(*inputs, folder=out).made == ["Kabul", "Kabul-2", "KABUL-3", "index-2"]
    again = ran(*reversed(inputs), folder=out)
    assert again.planned.unchanged == 4
    assert "Kabul-4.md" not in contents(out)


def test_an_input_named_twice_is_one_item(tmp_path: Path, out: Path) -> None:
    paths = write_articles(tmp_path / "in", 3)
    found = ran(tmp_path / "in", paths[1], tmp_path / "in" / "*.txt", folder=out)
    assert found.planned.total == 3


def test_what_the_batch_has_written_is_no_input_of_it(tmp_path: Path) -> None:
    write_articles(tmp_path, 2)
    assert ran(tmp_path, folder=tmp_path / "briefs").planned.total == 2
    assert ran(tmp_path, folder=tmp_path / "briefs").planned.total == 2


def test_lines_of_a_jsonl_become_briefs(tmp_path: Path, out: Path) -> None:
    lines = [json.dumps({"text": text_of(n), "title": f"Wells {n}"}) for n in range(3)]
    (tmp_path / "list.jsonl").write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    found = ran(tmp_path / "list.jsonl", folder=out)
    assert found.made == ["list-1", "list-2", "list-3"]
    ((source, error),) = found.ended.failed
    assert source.endswith("list.jsonl:4")
    assert "line 4" in error


def test_an_unknown_format_is_refused_before_any_work(tmp_path: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="exe"):
        ran(tmp_path, folder=out, formats=("exe",))
    assert not out.exists()


# What fails ---------------------------------------------------------------------------------


def test_one_that_fails_does_not_stop_the_rest_and_is_not_tried_again_unasked(
    tmp_path: Path, out: Path
) -> None:
    write_articles(tmp_path / "in", 3)
    (tmp_path / "in" / "wells001.txt").write_text(" ")
    inputs = (tmp_path / "in", tmp_path / "in" / "none.txt")
    first = ran(*inputs, folder=out)
    assert first.made == ["wells000", "wells002"]
    assert [Path(source).name for source, _ in first.ended.failed] == ["wells001.txt", "none.txt"]
    assert all(str(tmp_path) in error for _, error in first.ended.failed)
    again = ran(*inputs, folder=out)
    assert (again.planned.todo, again.planned.failed) == (0, 2)
    assert again.ended.failed == first.ended.failed
    retried = ran(*inputs, folder=out, retry_failed=True)
    assert (retried.planned.todo, len(retried.items)) == (2, 2)
    index = json.loads((out / "index.json").read_bytes())
    assert [item["error"] != "" for item in index["items"]] == [False, True, False, True]


def test_what_failed_and_was_mended_is_done(tmp_path: Path, out: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    assert len(ran(tmp_path / "a.txt", folder=out).ended.failed) == 1
    (tmp_path / "a.txt").write_text(text_of(1), encoding="utf-8")
    mended = ran(tmp_path / "a.txt", folder=out)
    assert mended.made == ["a"]
    assert mended.ended.failed == ()


def test_a_defect_of_ours_is_the_error_of_its_item_alone(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path / "in", 3)
    whole = Briefer.complete

    def complete(self: Briefer, drafts: tuple[object, ...]) -> object:
        for draft in drafts:
            if "Herat" in draft.article.title:  # type: ignore[attr-defined]
                raise ZeroDivisionError("wells")
        return whole(self, drafts)  # type: ignore[arg-type]

    monkeypatch.setattr(Briefer, "complete", complete)
    found = ran(tmp_path / "in", folder=out)
    assert found.made == ["wells000", "wells002"]
    ((_, error),) = found.ended.failed
    assert "defect of briefgen" in error


# What is done again -------------------------------------------------------------------------


def test_nothing_is_done_twice(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 9)
    ran(tmp_path / "in", folder=out)
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("wells*")}
    again = ran(tmp_path / "in", folder=out)
    assert (again.planned.todo, again.planned.unchanged, again.items) == (0, 9, [])
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("wells*")} == before


def test_a_changed_a_missing_and_a_new_one_are_done(tmp_path: Path, out: Path) -> None:
    paths = write_articles(tmp_path / "in", 5)
    ran(tmp_path / "in", folder=out)
    paths[1].write_text(text_of(77), encoding="utf-8")
    (out / "wells003.md").unlink()
    write_articles(tmp_path / "in", 6)[1].write_text(text_of(77), encoding="utf-8")
    found = ran(tmp_path / "in", folder=out)
    assert found.made == ["wells001", "wells003", "wells005"]
    assert "80 wells" in (out / "wells001.md").read_text("utf-8")


def test_other_settings_do_all_again_in_every_format_that_stands(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 2)
    ran(tmp_path / "in", folder=out, formats=("md", "txt"))
    shorter = ran(tmp_path / "in", folder=out, formats=("md",), briefer=briefer(words=(10, 25)))
    assert shorter.made == ["wells000", "wells001"]
    alone = briefer(words=(10, 25)).brief(str(tmp_path / "in" / "wells000.txt"))
    assert alone.summaries[0].text in (out / "wells000.txt").read_text("utf-8")


def test_another_format_is_added(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 2)
    ran(tmp_path / "in", folder=out, formats=("md",))
    assert ran(tmp_path / "in", folder=out, formats=("txt",)).planned.todo == 2
    assert {"wells000.md", "wells000.txt"} <= set(contents(out))


def test_everything_is_done_again_where_that_is_asked_for(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 2)
    ran(tmp_path / "in", folder=out)
    assert ran(tmp_path / "in", folder=out, resume=False).planned.todo == 2


def test_a_page_that_is_done_is_not_fetched_again(tmp_path: Path, out: Path) -> None:
    page = "<html><body><article><h1>Wells</h1><p>{}</p></article></body></html>"
    seen: list[str] = []
    pages = {f"/{n}.html": ("text/html", page.format(text_of(n))) for n in range(3)}
    with serve(pages, seen) as site:
        items = "".join(f"<item><link>{site}/{n}.html</link></item>" for n in range(2))
        pages["/feed"] = ("text/xml", f'<rss version="2.0"><channel>{items}</channel></rss>')
        options: dict[str, object] = {
            "briefer": briefer(allow_private=True),
            "network": Network(allow_private=True),
        }
        assert ran(f"{site}/feed", folder=out, **options).made == ["0", "1"]
        items += f"<item><link>{site}/2.html</link></item>"
        pages["/feed"] = ("text/xml", f'<rss version="2.0"><channel>{items}</channel></rss>')
        seen.clear()
        assert ran(f"{site}/feed", folder=out, **options).made == ["2"]
    assert [path for path in seen if path != "/robots.txt"] == ["/feed", "/2.html"]


# Files of others ----------------------------------------------------------------------------


def test_a_file_of_the_user_s_is_replaced_only_by_force(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 2)
    out.mkdir()
    (out / "wells001.md").write_text("mine")
    found = ran(tmp_path / "in", folder=out)
    assert found.made == ["wells000"]
    assert "--force" in found.ended.failed[0][1]
    assert (out / "wells001.md").read_text() == "mine"
    (out / "wells001.md").unlink()
    assert ran(tmp_path / "in", folder=out).made == ["wells001"], "tried again when out of the way"


def test_what_a_person_has_corrected_is_theirs(tmp_path: Path, out: Path) -> None:
    paths = write_articles(tmp_path / "in", 2)
    ran(tmp_path / "in", folder=out)
    (out / "wells000.md").write_text("corrected")
    assert ran(tmp_path / "in", folder=out).planned.todo == 0
    paths[0].write_text(text_of(9), encoding="utf-8")
    assert len(ran(tmp_path / "in", folder=out).ended.failed) == 1
    assert (out / "wells000.md").read_text() == "corrected"
    assert ran(tmp_path / "in", folder=out, force=True).made == ["wells000"]


def test_an_index_of_others_stops_the_batch(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 1)
    out.mkdir()
    (out / "index.html").write_text("my site")
    with pytest.raises(BatchFolderError, match=r"index\.html"):
        ran(tmp_path / "in", folder=out)
    assert ran(tmp_path / "in", folder=out, force=True).made == ["wells000"]


# Never lost, never doubled ------------------------------------------------------------------


def test_a_second_batch_on_the_folder_is_refused(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 2)
    first = run_batch([tmp_path / "in"], briefer=briefer(), folder=out)
    next(first)
    with pytest.raises(BatchFolderError, match="another briefgen batch"):
        ran(tmp_path / "in", folder=out)
    first.close()  # type: ignore[attr-defined]
    assert ran(tmp_path / "in", folder=out).planned.todo == 2


def test_closing_the_generator_ends_the_work(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 200)
    events = run_batch([tmp_path / "in"], briefer=briefer(), folder=out)
    for event in events:
        if isinstance(event, ItemDone):
            break
    events.close()  # type: ignore[attr-defined]
    made = len(list(out.glob("*.md")))
    assert 0 < made < 100
    assert ran(tmp_path / "in", folder=out).planned.unchanged in (made, made - 8)


def test_a_stop_finishes_what_is_in_hand_and_the_next_run_the_rest(
    tmp_path: Path, out: Path
) -> None:
    write_articles(tmp_path / "in", 100)
    whole = ran(tmp_path / "in", folder=tmp_path / "whole")
    stop = threading.Event()
    events = []
    for event in run_batch(
        [tmp_path / "in"], briefer=briefer(), folder=out, formats=("md", "json"), stop=stop
    ):
        events.append(event)
        if isinstance(event, ItemDone):
            stop.set()
    first = Ran(events)
    assert 0 < first.ended.pending < 100
    assert len(first.items) == 100 - first.ended.pending
    assert json.loads((out / "index.json").read_bytes())["counts"]["pending"] == first.ended.pending
    second = ran(tmp_path / "in", folder=out)
    assert sorted(first.made + second.made) == sorted(whole.made), "each once"
    assert contents(out) == contents(tmp_path / "whole")


class _KilledError(Exception):
    """Stands for a kill."""


@pytest.mark.parametrize("method", ["intend", "finish", "settle"])
@pytest.mark.parametrize("after", [True, False])
def test_a_run_that_breaks_off_anywhere_is_gone_on_with(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, method: str, after: bool
) -> None:
    write_articles(tmp_path / "in", 20)
    ran(tmp_path / "in", folder=tmp_path / "whole")
    real = getattr(Manifest, method)
    calls = []

    def breaking(self: Manifest, *arguments: object) -> None:
        calls.append(method)
        if after:
            real(self, *arguments)
        if len(calls) == 2:
            raise _KilledError
        if not after:
            real(self, *arguments)

    monkeypatch.setattr(Manifest, method, breaking)
    with pytest.raises(_KilledError):
        ran(tmp_path / "in", folder=out)
    monkeypatch.undo()
    ran(tmp_path / "in", folder=out)
    assert contents(out) == contents(tmp_path / "whole")


def test_a_group_keeps_its_company_over_all_runs(tmp_path: Path, out: Path) -> None:
    """With other company the last bits of a score might differ."""
    write_articles(tmp_path / "in", 20)

    def companies(stop_after: int) -> list[list[str]]:
        seen: list[list[str]] = []

        def work(
            groups: Iterator[tuple[Task, ...]], documents: Documents
        ) -> Iterator[tuple[Made, ...]]:
            stages = Stages(briefer(), threading.Event())
            for n, group in enumerate(groups):
                if n == stop_after:
                    raise _KilledError
                seen.append([task.name for task in group])
                yield stages.run_one(group, documents)

        with contextlib.suppress(_KilledError):
            ran(tmp_path / "in", folder=out, worker=work)
        return seen

    first = companies(1)
    (tmp_path / "in" / "z-new-one.txt").write_text(text_of(50), encoding="utf-8")
    rest = companies(99)
    assert [len(group) for group in first + rest] == [8, 8, 4, 1]
    assert rest[0][0] == "wells008"
    assert rest[-1] == ["z-new-one"]


def test_a_full_disk_stops_the_batch_and_nothing_is_lost(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path / "in", 20)
    ran(tmp_path / "in", folder=tmp_path / "whole")
    real = write_files
    written: list[Path] = []

    def full(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
        written.extend(contents)
        if len(written) > 20:
            error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            raise OutputError(f"{written[-1]} cannot be written: {error.strerror}") from error
        return real(contents)

    monkeypatch.setattr(run_module, "write_files", full)
    with pytest.raises(BatchFolderError, match=r"No space left.*same command"):
        ran(tmp_path / "in", folder=out)
    monkeypatch.undo()
    again = ran(tmp_path / "in", folder=out)
    assert again.planned.unchanged == 8, "the group before the disk was full"
    assert contents(out) == contents(tmp_path / "whole")


def test_a_folder_that_vanishes_stops_the_batch(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 40)
    events = run_batch([tmp_path / "in"], briefer=briefer(), folder=out)

    def take_away() -> None:
        for event in events:
            if isinstance(event, ItemDone) and out.exists():
                out.rename(tmp_path / "elsewhere")

    with pytest.raises(BatchFolderError, match="gone or was replaced"):
        take_away()
    (tmp_path / "elsewhere").rename(out)
    again = ran(tmp_path / "in", folder=out, formats=("md",))
    assert again.planned.unchanged > 0
    assert len(list(out.glob("wells*.md"))) == 40


def test_what_a_killed_run_left_is_tidied_away(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 1)
    out.mkdir()
    (out / ".0123456789ab.briefgen").write_bytes(b"half")
    (out / ".bashrc").write_bytes(b"mine")
    ran(tmp_path / "in", folder=out)
    assert not (out / ".0123456789ab.briefgen").exists()
    assert (out / ".bashrc").exists()


@pytest.mark.parametrize("content", [b"no database at all" * 100, None])
def test_a_file_that_is_no_manifest_is_named(
    tmp_path: Path, out: Path, content: bytes | None
) -> None:
    import sqlite3

    out.mkdir()
    if content is None:
        with sqlite3.connect(out / FILE_NAME) as other:
            other.execute("CREATE TABLE mine (a)")
        other.close()
    else:
        (out / FILE_NAME).write_bytes(content)
    write_articles(tmp_path / "in", 1)
    with pytest.raises(BatchFolderError, match="manifest"):
        ran(tmp_path / "in", folder=out)


# Documents ----------------------------------------------------------------------------------


def test_a_split_batch_has_a_document_for_each_language(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 2)
    options = DocumentOptions(split=True)
    found = ran(tmp_path / "in", folder=out, options=options)
    assert found.items[0].files == ("wells000.en.md", "wells000.json")
    assert ran(tmp_path / "in", folder=out, options=options).planned.unchanged == 2
    page = (out / "index.html").read_text("utf-8")
    assert '<a href="wells000.en.md">en.md</a>' in page


def test_a_changed_template_changes_every_document(tmp_path: Path, out: Path) -> None:
    write_articles(tmp_path / "in", 2)
    template = tmp_path / "mine.md.j2"
    for word in ("First", "Second"):
        template.write_text(word + " {{ document.title.text }}\n", encoding="utf-8")
        options = DocumentOptions(template=template)
        assert ran(tmp_path / "in", folder=out, formats=("md",), options=options).planned.todo == 2
        assert (out / "wells000.md").read_text("utf-8").startswith(word)
