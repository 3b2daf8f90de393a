"""Kill a batch at random points, resume it, and compare with a run that nobody broke.

    python benchmarks/kill_batch.py --kills 100

Every round begins a batch in a process of its own and kills it after a random time; what
comes to its end, at the latest when the kills are used up, is compared with an unbroken run, every
file of the folder, `created` and `timings` aside. After each kill no brief may be lost or half
written.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


def write_articles(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write articles that differ in their words, their length and their kind of file."""
    chance = random.Random(seed)
    places = ("Kunduz", "Herat", "Badghis", "Farah", "Ghazni", "Khost", "Takhar", "Zabul")
    things = ("clinics", "schools", "bridges", "wells", "roads", "markets", "farms", "houses")
    deeds = ("were repaired", "stay closed", "opened again", "need help", "were visited")
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        place, thing = chance.choice(places), chance.choice(things)
        paragraphs = [f"{place} counts its {thing} after storm number {n}"]
        for _ in range(chance.randint(4, 9)):
            sentences = [
                f"In {chance.choice(places)} {chance.randint(2, 900)} {chance.choice(things)} "
                f"{chance.choice(deeds)}, officials of the {chance.choice(places)} council said on "
                f"{chance.choice(('Monday', 'Thursday', 'Sunday'))}."
                for _ in range(chance.randint(2, 4))
            ]
            paragraphs.append(" ".join(sentences))
        text = "\n\n".join(paragraphs)
        if n % 5 == 4:
            body = "".join(f"<p>{one}</p>" for one in paragraphs[1:])
            html = f"<html><head><title>{paragraphs[0]}</title></head><body><article><h1>"
            html += f"{paragraphs[0]}</h1>{body}</article></body></html>"
            (folder / f"article{n:04}.html").write_text(html, encoding="utf-8")
        else:
            (folder / f"article{n:04}.txt").write_text(text, encoding="utf-8")


def command(articles: Path, out: Path, options: list[str]) -> list[str]:
    """The command line of a batch."""
    return [sys.executable, "-m", "briefgen", "batch", str(articles), "-o", str(out), *options]


def content(folder: Path) -> dict[str, object]:
    """The files of a batch's folder, `created` and `timings` taken out."""
    found: dict[str, object] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".briefgen-batch"):
            continue
        data = path.read_bytes()
        if path.suffix == ".json":
            record = json.loads(data)
            for part in (record, *record.get("items", ())):
                part.pop("created", None)
                part.pop("timings", None)
            found[path.name] = record
        elif path.suffix == ".docx":
            found[path.name] = "docx"  # its archive holds the time in several places
        else:
            found[path.name] = CREATED.sub("", data.decode("utf-8"))
    return found


def complete(folder: Path) -> int:
    """How many whole briefs stand in a folder; a half-written one is an error."""
    briefs = 0
    for path in folder.glob("*.json"):
        json.loads(path.read_bytes())
        briefs += 1
    return briefs


def kill_at_random(argv: list[str], latest_s: float, chance: random.Random) -> bool:
    """Run a command and kill it after at most `latest_s`; whether it had not ended by itself."""
    process = subprocess.Popen(argv, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=chance.uniform(0.0, latest_s))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def main() -> None:
    """Kill, resume, compare; exit 1 where something is lost, doubled or different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("options", nargs="*", help="options of briefgen batch, after --")
    given = parser.parse_args()
    options = given.options or ["--summarizer", "extractive", "--to", "", "--format", "md,json"]
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_articles(root / "in", given.articles)
        begun = time.monotonic()
        whole = command(root / "in", root / "whole", options)
        subprocess.run(whole, check=True, stderr=subprocess.DEVNULL)
        unbroken_s = time.monotonic() - begun
        wanted = content(root / "whole")
        kills = rounds = 0
        before = 0
        broken = command(root / "in", root / "broken", options)
        while kills < given.kills:
            if kill_at_random(broken, unbroken_s, chance):
                kills += 1
                now = complete(root / "broken") if (root / "broken").exists() else 0
                if now < before:
                    sys.exit(f"lost: {before - now} briefs after kill {kills}")
                before = now
                continue
            # It came to its end: compare, and begin with a new folder.
            rounds += 1
            compare(wanted, content(root / "broken"), kills)
            os.rename(root / "broken", root / f"broken{rounds}")  # noqa: PTH104
            before = 0
        subprocess.run(broken, check=True, stderr=subprocess.DEVNULL)
        compare(wanted, content(root / "broken"), kills)
        print(
            f"{kills} kills over {rounds + 1} batches of {given.articles} articles "
            f"({unbroken_s:.1f} s unbroken): all {rounds + 1} folders equal the unbroken one"
        )


def compare(wanted: dict[str, object], found: dict[str, object], kills: int) -> None:
    """Exit 1 where two folders differ."""
    if found.keys() != wanted.keys():
        odd = sorted(found.keys() ^ wanted.keys())
        sys.exit(f"after {kills} kills other files: {odd[:5]}")
    for name, value in wanted.items():
        if found[name] != value:
            sys.exit(f"after {kills} kills {name} differs")


if __name__ == "__main__":
    main()
