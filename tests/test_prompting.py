"""Prompt files: what is shipped is sound, and what is broken is named."""

from pathlib import Path

import pytest

from briefgen.errors import BriefgenError, PromptError
from briefgen.prompting import MAX_CHARACTERS, VARIABLES, load_prompt, prompts_folder

HEAD = "---\nversion: 1\ndescription: A test.\nvariables: article, words\n---\n"


def write(folder: Path, text: str, name: str = "summarize.v1.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("task", VARIABLES)
def test_the_shipped_prompts_use_all_that_briefgen_can_fill(task: str) -> None:
    prompt = load_prompt(task)
    assert prompt.variables == VARIABLES[task]
    rendered = prompt.render(**{name: f"<{name}>" for name in prompt.variables})
    assert all(f"<{name}>" in rendered for name in prompt.variables)
    assert "{" not in rendered


def test_every_shipped_file_belongs_to_a_task() -> None:
    names = {path.name.partition(".v")[0] for path in prompts_folder().glob("*.txt")}
    assert names == {*VARIABLES}


def test_the_users_folder_comes_first_and_the_rest_from_briefgen(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "Kurz, {{words}} Wörter: {{ article }}\n")
    assert load_prompt("summarize", tmp_path).render(article="X.", words=9) == "Kurz, 9 Wörter: X."
    assert load_prompt("translate", tmp_path) == load_prompt("translate")


def test_the_newest_version_wins(tmp_path: Path) -> None:
    for version in (2, 10, 9):
        text = HEAD.replace("version: 1", f"version: {version}")
        write(
            tmp_path,
            f"{text}v{version} {{{{ article }}}} {{{{ words }}}}",
            f"summarize.v{version}.txt",
        )
    prompt = load_prompt("summarize", tmp_path)
    assert (prompt.version, prompt.render(article="a", words=1)) == (10, "v10 a 1")


def test_a_value_is_never_read_as_a_template(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "{{ words }}: {{ article }}")
    rendered = load_prompt("summarize", tmp_path).render(article="{{ words }} {% x %}", words=3)
    assert rendered == "3: {{ words }} {% x %}"


def test_rendering_wants_exactly_the_declared_variables() -> None:
    prompt = load_prompt("summarize")
    with pytest.raises(PromptError, match="'words' has no value"):
        prompt.render(article="a")
    with pytest.raises(PromptError, match="'tone' is not declared"):
        prompt.render(article="a", words=3, tone="dry")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Summarize {{ article }} in {{ words }}.", "head"),
        ("---\nversion: 1\nno end", "head"),
        (HEAD.replace("version: 1\n", "") + "{{ article }} {{ words }}", "'version'"),
        (HEAD.replace("version: 1", "version: 2") + "{{ article }} {{ words }}", "version '2'"),
        (HEAD.replace("description", "colour") + "{{ article }} {{ words }}", "colour"),
        (HEAD + "{{ article }}", "'words' is declared and not used"),
        (HEAD + "{{ article }} {{ words }} {{ tone }}", "'tone' is used and not declared"),
        (
            HEAD.replace("words", "words, tone") + "{{ article }} {{ words }} {{ tone }}",
            "unknown variable 'tone'",
        ),
        (HEAD.replace(", words", "") + "{{ article }}", "'words' is missing"),
        (
            HEAD.replace("words", "words, words") + "{{ article }} {{ words }}",
            "'words' is declared twice",
        ),
        (HEAD + "{{ article }} {{ words", "'{{'"),
        (HEAD + "{{ article }} {{ words }} }}", "'}}'"),
        (HEAD + "{{ article }} {{ words }} {% for a in b %}", "'{%'"),
        (HEAD + "{{ article.__class__ }} {{ words }} {{ article }}", "'{{'"),
        (HEAD + "{{ article }} {{ words }}" + "x" * MAX_CHARACTERS, "longer than"),
    ],
)
def test_a_broken_prompt_is_refused_at_load_by_file_and_cause(
    tmp_path: Path, text: str, message: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(PromptError) as caught:
        load_prompt("summarize", tmp_path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 2


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "summarize.v1.txt").write_bytes(b"---\n\xff\xfe\n---\n")
    with pytest.raises(PromptError, match="UTF-8"):
        load_prompt("summarize", tmp_path)


def test_a_folder_or_task_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="not a folder"):
        load_prompt("summarize", tmp_path / "nowhere")
    with pytest.raises(PromptError, match="no prompt for 'sing'"):
        load_prompt("sing")
    assert issubclass(PromptError, BriefgenError)
