"""Putting one Russian noun into the case and number in which another one stands.

Regular endings only (Zaliznyak's tables, hard and soft stems): nominative, genitive, dative,
accusative of things, instrumental and prepositional, singular and plural.
"""

_ENDINGS: dict[str, tuple[str, ...]] = {
    "": (" ", "а", "у", " ", "ом", "е", "ы", "ов", "ам", "ы", "ами", "ах"),
    "ь": ("ь", "я", "ю", "ь", "ем", "е", "и", "ей", "ям", "и", "ями", "ях"),
    "й": ("й", "я", "ю", "й", "ем", "е", "и", "ев", "ям", "и", "ями", "ях"),
    "а": ("а", "ы", "е", "у", "ой", "е", "ы", " ", "ам", "ы", "ами", "ах"),
    "я": ("я", "и", "е", "ю", "ей", "е", "и", "ь", "ям", "и", "ями", "ях"),
    "ия": ("ия", "ии", "ии", "ию", "ией", "ии", "ии", "ий", "иям", "ии", "иями", "иях"),
    "о": ("о", "а", "у", "о", "ом", "е", "а", " ", "ам", "а", "ами", "ах"),
    "ие": ("ие", "ия", "ию", "ие", "ием", "ии", "ия", "ий", "иям", "ия", "иями", "иях"),
}
_SIBILANTS = "жчшщ"


def in_case_of(noun: str, model: str, stood: str) -> str:
    """A noun in the case and number of another one; empty where that is not sure.

    Args:
        noun: in the nominative singular.
        model: another noun in the nominative singular.
        stood: that one, as it stands in a text.

    >>> in_case_of("посланник", "представитель", "представителем")
    'посланником'
    >>> in_case_of("больница", "госпиталь", "госпиталя")
    'больницы'
    """
    own, other = _kind(noun), _kind(model)
    stem, model_stem = noun.removesuffix(own), model.removesuffix(other)
    ending = stood[len(model_stem) :].lower()
    if stood[: len(model_stem)].lower() != model_stem.lower():
        return ""
    places = [
        place for place in range(12) if _spelt(model_stem, _ENDINGS[other][place].strip()) == ending
    ]
    forms = {_spelt(stem, _ENDINGS[own][place].strip()) for place in places}
    return stem + forms.pop() if len(forms) == 1 else ""


def _kind(noun: str) -> str:
    """Which endings a noun takes, by how it ends."""
    for kind in ("ия", "ие", "ь", "й", "а", "я", "о"):
        if noun.lower().endswith(kind):
            return kind
    return ""


def _spelt(stem: str, ending: str) -> str:
    """An ending as it is written after a stem: no ы after г, к, х, no о after ж, ч, ш, щ, ц."""
    last = stem[-1:].lower()
    if ending.startswith("ы") and last in "гкх" + _SIBILANTS:
        return "и" + ending[1:]
    if ending in {"ом", "ой", "ов"} and last in "ц" + _SIBILANTS:
        return "ей" if ending == "ов" and last != "ц" else "е" + ending[1:]
    return ending
