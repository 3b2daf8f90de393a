"""Small articles for batches, each unlike the others."""

from pathlib import Path

PLACES = ("Kunduz", "Herat", "Farah", "Khost", "Takhar", "Zabul", "Ghazni", "Balkh")


def text_of(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    return (
        f"{place} repairs {number + 3} wells\n\n"
        f"Workers in {place} repaired {number + 3} wells on Monday after a dry summer, the water "
        f"office said. Another {number + 40} wells need new pumps before winter.\n\n"
        f"The governor of {place} visited {number + 11} villages and promised two more trucks. "
        "Farmers said that they had carried water from the river since June.\n"
    )


def write_articles(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"wells{n:03}.txt" for n in range(count)]
    for n, path in enumerate(paths):
        path.write_text(text_of(n), encoding="utf-8")
    return paths
