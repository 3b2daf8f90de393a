"""Prompts for checkpoints that follow instructions: files that anyone can read and replace.

A prompt is `prompts/TASK.vN.txt`: a head between two lines of `---`, then the template.

    ---
    version: 1
    description: A summary of a news article.
    variables: article, words
    ---
    Summarize in about {{ words }} words: {{ article }}

The template has variables and nothing else: no expressions, loops or includes, so that a prompt
from somewhere else can do nothing but be text. All is checked when it is loaded.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import PromptError

VARIABLES: dict[str, frozenset[str]] = {
    "summarize": frozenset({"article", "words"}),
    "summarize-bullets": frozenset({"article", "words"}),
    "translate": frozenset({"sentence", "language"}),
}
"""The tasks, each with the variables that briefgen can fill; a prompt must use all of them."""

MAX_CHARACTERS = 8_000
"""Size of a prompt file: a longer one would leave a model no room for the article."""

_NAME = re.compile(r"(?P<task>[a-z][a-z-]*)\.v(?P<version>\d{1,4})\.txt")
_HEAD = re.compile(r"\A---[ \t]*\n(?P<head>.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_SLOT = re.compile(r"\{\{[ \t]*([A-Za-z_]\w*)[ \t]*\}\}")
_KEYS = ("version", "description", "variables")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A checked template.

    Attributes:
        task: such as `summarize`.
        version: the larger the newer.
        description: for a person.
        variables: names of the slots.
        template: with a `{{ name }}` for each of them.
        file: name of the file, for messages.
    """

    task: str
    version: int
    description: str
    variables: frozenset[str]
    template: str
    file: str

    def render(self, **values: str | int) -> str:
        """Fill the slots; what a value contains is never read as a template.

        Args:
            values: exactly the declared variables.

        Raises:
            PromptError: a variable is missing, or is not one of the prompt.

        >>> Prompt(task="summarize", version=1, description="", file="x.v1.txt",
        ...        variables=frozenset({"words"}), template="In {{ words }} words.").render(words=9)
        'In 9 words.'
        """
        for name in sorted(self.variables ^ values.keys()):
            state = "has no value" if name in self.variables else "is not declared"
            raise PromptError(f"{self.file}: the variable {name!r} {state}")
        return _SLOT.sub(lambda slot: str(values[slot[1]]), self.template)


def prompts_folder() -> Path:
    """Where briefgen's own prompts are: in the package, or beside `src` in a working copy.

    Raises:
        PromptError: neither exists, so the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "prompts", package.parent.parent / "prompts"):
        if folder.is_dir():
            return folder
    raise PromptError("the folder of briefgen's own prompts is missing: install briefgen again")


def load_prompt(task: str, folder: Path | None = None) -> Prompt:
    """Read the newest prompt for a task and check it.

    Args:
        task: one of `VARIABLES`.
        folder: the user's own; briefgen's own where None. A task that the user's folder has no
            file for comes from briefgen's own.

    Raises:
        PromptError: no such task, folder or file; or the file is broken. The message names the
            file, and the variable where one is to blame.
    """
    if task not in VARIABLES:
        raise PromptError(f"there is no prompt for {task!r}: the tasks are {', '.join(VARIABLES)}")
    if folder is not None and not folder.is_dir():
        raise PromptError(f"{folder} is not a folder: give one that has {task}.v1.txt")
    for place in (folder, prompts_folder()):
        found = [] if place is None else _versions(task, place)
        if found:
            return _read(found[-1], task)
    raise PromptError(f"{task}.v1.txt is missing from the prompts: install briefgen again")


def _versions(task: str, folder: Path) -> list[Path]:
    """The files of a task, the newest last."""
    found = []
    for path in folder.iterdir():
        name = _NAME.fullmatch(path.name)
        if name is not None and name["task"] == task:
            found.append((int(name["version"]), path))
    return [path for _, path in sorted(found)]


def _read(path: Path, task: str) -> Prompt:
    try:
        # One character more than allowed is enough to know; four bytes a character at most.
        with path.open("rb") as file:
            raw = file.read(4 * (MAX_CHARACTERS + 1))
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    if len(text) > MAX_CHARACTERS:
        raise PromptError(f"{path}: longer than {MAX_CHARACTERS} characters; shorten the prompt")
    head = _HEAD.match(text)
    if head is None:
        raise PromptError(f"{path}: does not begin with a head between two lines of ---")
    fields = _fields(path, head["head"])
    name = _NAME.fullmatch(path.name)
    if name is None or fields["version"] != str(int(name["version"])):
        raise PromptError(f"{path}: version {fields['version']!r} is not that of the file name")
    declared = [part.strip() for part in fields["variables"].split(",") if part.strip()]
    template = text[head.end() :].strip()
    _check(path, task, declared, template)
    return Prompt(
        task=task,
        version=int(name["version"]),
        description=fields["description"],
        variables=frozenset(declared),
        template=template,
        file=str(path),
    )


def _fields(path: Path, head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        key = key.strip()
        if not line.strip():
            continue
        if not colon or key not in _KEYS or key in fields:
            raise PromptError(
                f"{path}: {line.strip()!r} in the head; it has {', '.join(_KEYS)}, each once"
            )
        fields[key] = value.strip()
    for key in _KEYS:
        if not fields.get(key):
            raise PromptError(f"{path}: the head does not say {key!r}")
    return fields


def _check(path: Path, task: str, declared: list[str], template: str) -> None:
    """Raise PromptError unless declared, used and fillable variables are the same."""
    used = set(_SLOT.findall(template))
    rest = _SLOT.sub("", template)
    broken = re.search(r"\{\{|\}\}|\{%|%\}|\{#|#\}", rest)
    if broken is not None:
        line = next(
            text for text in template.splitlines() if broken[0] in _SLOT.sub("", text)
        ).strip()
        raise PromptError(
            f"{path}: {broken[0]!r} is not part of a whole {{{{ name }}}} in {line[:60]!r}"
        )
    for name in declared:
        if declared.count(name) > 1:
            raise PromptError(f"{path}: the variable {name!r} is declared twice")
        if name not in VARIABLES[task]:
            known = ", ".join(sorted(VARIABLES[task]))
            raise PromptError(f"{path}: unknown variable {name!r}; {task} has {known}")
        if name not in used:
            raise PromptError(f"{path}: the variable {name!r} is declared and not used")
    for name in sorted(used):
        if name not in declared:
            raise PromptError(f"{path}: the variable {name!r} is used and not declared")
    for name in sorted(VARIABLES[task]):
        if name not in declared:
            raise PromptError(f"{path}: the variable {name!r} is missing; {task} needs it")
