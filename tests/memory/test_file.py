"""The file survives other processes and sudden ends; what cannot be used is told, with advice."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from briefgen.errors import MemoryFileError
from briefgen.memory import TranslationMemory
from tests.memory.entries import MODEL, PAIR, approved, by_model, texts

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from pathlib import Path
from briefgen.memory import TranslationMemory
from tests.memory.entries import approved, by_model
path, name, batches, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with TranslationMemory(path) as memory:
    for batch in range(batches):
        keys = [f"{name} {batch} {n}" for n in range(size)]
        memory.store([by_model(key, "model " + key) for key in keys[::2]]
                     + [approved(key, "human " + key) for key in keys[1::2]]
                     + [approved("shared", name)])
        print(batch, flush=True)
"""


def _start(path: Path, name: str, batches: int, size: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(batches), str(size)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_four_processes_that_begin_and_fill_one_file_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    writers = [_start(path, name, 10, 20) for name in "abcd"]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said
    with TranslationMemory(path) as memory:
        keys = [f"{name} {b} {n}" for name in "abcd" for b in range(10) for n in range(20)]
        wanted = [("model " if int(key.split()[-1]) % 2 == 0 else "human ") + key for key in keys]
        assert texts(memory, *keys) == wanted
        assert texts(memory, "shared")[0] in set("abcd")
        stats = memory.stats()
    assert (stats.model, stats.human) == (400, 401)


def test_a_writer_killed_at_work_leaves_whole_transactions_and_a_file_to_write_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "memory.sqlite"
    size = 400
    writer = _start(path, "k", 100_000, size)
    assert writer.stdout is not None
    done = [int(writer.stdout.readline()) for _ in range(3)][-1]
    writer.kill()
    rest, _ = writer.communicate(timeout=120)
    done = int(rest.split()[-1]) if rest.split() else done
    with TranslationMemory(path) as memory:
        batches = [
            [text is not None for text in texts(memory, *(f"k {b} {n}" for n in range(size)))]
            for b in range(done + 3)
        ]
        assert all(all(found) for found in batches[: done + 1])  # what was reported is there
        assert all(len(set(found)) == 1 for found in batches)  # nothing is there by half
        assert not any(batches[-1])
        memory.store([approved("after", "it goes on")])
        assert texts(memory, "after") == ["it goes on"]
        memory.stats()


def test_a_transaction_cut_in_the_middle_is_as_if_it_had_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with TranslationMemory(path) as memory:
        memory.store([approved("before", "stays")])
    script = (
        "import sqlite3, sys, time\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 5')\n"  # pages go to the disk before the commit
        "c.execute('BEGIN IMMEDIATE')\n"
        "for n in range(3000):\n"
        "    c.execute('INSERT INTO approved VALUES (?, ?, ?, ?, ?, ?, ?)',\n"
        "              ('en', 'prs', f's{n}', 'x' * 300, 'human', '', ''))\n"
        "print('half', flush=True)\n"
        "time.sleep(60)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "half\n"
    assert path.with_name("memory.sqlite-wal").stat().st_size > 100_000
    writer.kill()
    writer.communicate(timeout=120)
    with TranslationMemory(path) as memory:
        assert [entry.sentence for entry in memory.entries()] == ["before"]
        assert memory.store([approved("after", "x")]) == 1


def test_reading_goes_on_while_another_writes_and_writing_waits_no_longer_than_asked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "memory.sqlite"
    clock = [0.0]
    with TranslationMemory(path, timeout_s=0.1, clock=lambda: clock[0]) as memory:
        memory.store([by_model("known", "x")])
        clock[0] = 1e6  # long ago: the look-up would note the use, and cannot
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert texts(memory, "known") == ["x"]
        with pytest.raises(MemoryFileError, match=r"another briefgen .* try again"):
            memory.store([by_model("new", "y")])
        other.execute("ROLLBACK")
        other.close()
        assert memory.store([by_model("new", "y")]) == 1


def test_threads_take_turns(memory: TranslationMemory) -> None:
    def work(name: str) -> None:
        for n in range(10):
            memory.store([by_model(f"{name}{n}", "x")])
            assert texts(memory, f"{name}{n}") == ["x"]

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert memory.stats().model == 30


def _filled(path: Path) -> Path:
    with TranslationMemory(path) as memory:
        memory.store([approved(f"sentence {n}", "x" * 200) for n in range(300)])
    return path


def test_a_file_that_is_something_else_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_text("not a database, but long enough to look at " * 100)
    with pytest.raises(MemoryFileError, match=r"memory\.sqlite.*damaged.*move .* away"):
        TranslationMemory(path)
    assert path.read_text().startswith("not a database")


@pytest.mark.parametrize("damage", ["truncated", "overwritten"])
def test_a_damaged_file_is_refused_with_advice(tmp_path: Path, damage: str) -> None:
    path = _filled(tmp_path / "memory.sqlite")
    content = path.read_bytes()
    if damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with (
        pytest.raises(MemoryFileError, match=r"memory\.sqlite.*damaged.*move .* away"),
        TranslationMemory(path) as memory,
    ):
        memory.stats()
    with pytest.raises(MemoryFileError, match="damaged"), TranslationMemory(path) as memory:
        list(memory.entries())


def test_an_empty_file_becomes_a_memory(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.touch()
    with TranslationMemory(path) as memory:
        assert memory.store([approved("a", "b")]) == 1


def test_a_memory_of_a_newer_briefgen_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = _filled(tmp_path / "memory.sqlite")
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(MemoryFileError, match=r"format 99.*update briefgen"):
        TranslationMemory(path)
    assert path.read_bytes() == before


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(MemoryFileError, match="not a translation memory of briefgen"):
        TranslationMemory(path)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MemoryFileError, match=r"cannot be made.*BRIEFGEN_HOME"):
        TranslationMemory(tmp_path / "file" / "memory.sqlite")
    with pytest.raises(MemoryFileError, match=r"cannot be opened.*--no-memory"):
        TranslationMemory(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_file_that_may_not_be_written_is_told_with_advice(tmp_path: Path) -> None:
    path = _filled(tmp_path / "memory.sqlite")
    path.chmod(0o400)
    with (
        pytest.raises(MemoryFileError, match=r"cannot be opened or written.*--no-memory"),
        TranslationMemory(path) as memory,
    ):
        memory.store([approved("a", "b")])


def test_the_key_of_an_entry_never_changes_unnoticed(tmp_path: Path) -> None:
    """A memory lives for years: what an older briefgen stored must be found by this one."""
    path = tmp_path / "memory.sqlite"
    with TranslationMemory(path) as memory:
        memory.store([by_model("A b.", "الف", created="2026-01-01T00:00:00+00:00")])
    with sqlite3.connect(path) as raw:
        row = raw.execute(
            "SELECT source, target, sentence, model, revision, settings, text, score, flawed"
            " FROM proposed JOIN makers ON makers.id = maker"
        ).fetchone()
        (version,) = raw.execute("PRAGMA user_version").fetchone()
    raw.close()
    assert version == 2
    assert row == (*PAIR.values(), "A b.", *MODEL.values(), "الف", -0.25, 0)


def test_a_file_of_the_first_format_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with TranslationMemory(path) as memory:
        memory.store([by_model("A b.", "الف")])
    with sqlite3.connect(path) as raw:
        raw.execute("ALTER TABLE proposed DROP COLUMN notes")
        raw.execute("PRAGMA user_version = 1")
    raw.close()
    with TranslationMemory(path) as memory:
        (found,) = memory.look_up(["A b."], **PAIR, **MODEL)
        assert found is not None
        assert (found.text, found.notes) == ("الف", ())
        memory.store([by_model("A b.", "الف", notes=(("dari-word", "“الف”"),))])
        (found,) = memory.look_up(["A b."], **PAIR, **MODEL)
        assert found is not None
        assert found.notes == (("dari-word", "“الف”"),)
