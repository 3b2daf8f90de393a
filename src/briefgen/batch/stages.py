"""The work on one group after another: load, summarise, translate, render.

Each stage is a generator over groups, and each runs a step ahead of the next in a thread of its
own, so that pages are fetched while a model works. What goes wrong with one item is said of it, and
the rest of its group goes on.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from briefgen.batch.ahead import ahead
from briefgen.batch.documents import Documents
from briefgen.batch.items import Made, Task, facts_of, read_line
from briefgen.errors import BriefgenError, SourceError, SourceFormatError
from briefgen.pipeline import Briefer, Draft
from briefgen.records import Article, Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A task on its way: what it has come to so far, or its error."""

    task: Task
    article: Article | None = None
    draft: Draft | None = None
    brief: Brief | None = None
    error: str = ""
    seconds: float = 0.0


Groups = Generator[tuple[Step, ...]]


class Stages:
    """The stages with one briefer.

    Args:
        briefer: makes the briefs. Its summarizer is used in one thread and its translator in
            another, never in two at once.
        stop: when it is set, no further group begins; the group that is translated is finished.
    """

    def __init__(self, briefer: Briefer, stop: threading.Event) -> None:
        self._briefer = briefer
        self._stop = stop
        # An article in another language is translated before it is summarised.
        self._translator = threading.Lock()

    def run(
        self, groups: Iterator[tuple[Task, ...]], documents: Documents
    ) -> Iterator[tuple[Made, ...]]:
        """Make briefs of groups of tasks, in order, at most one group waiting between stages."""
        loaded = ahead(self._load(groups))
        summarized = ahead(self._summarize(loaded))
        translated = ahead(self._translate(summarized))
        yield from ahead(_render(translated, documents))

    def run_one(self, group: Sequence[Task], documents: Documents) -> tuple[Made, ...]:
        """Make briefs of one group in this thread."""
        steps = self._load(iter([tuple(group)]))
        (made,) = _render(self._translate(self._summarize(steps)), documents)
        return made

    def _load(self, groups: Iterator[tuple[Task, ...]]) -> Groups:
        for group in groups:
            if self._stop.is_set():
                return
            yield tuple(_attempt(Step(task=task), self._load_one) for task in group)

    def _load_one(self, step: Step) -> Step:
        item = step.task.item
        if item.kind == "broken":
            return replace(step, error=item.problem)
        if item.kind == "line":
            return replace(step, article=read_line(item))
        for article in self._briefer.load(item.source):
            return replace(step, article=article)
        raise SourceFormatError(f"{item.source} holds no article: give one with a line in it")

    def _summarize(self, groups: Iterator[tuple[Step, ...]]) -> Groups:
        for group in groups:
            if self._stop.is_set():
                return
            yield tuple(_attempt(step, self._summarize_one) for step in group)

    def _summarize_one(self, step: Step) -> Step:
        article = step.article
        if article is None:
            return step
        begun = time.perf_counter()
        if article.language == "en":
            summary = self._briefer.summarize(article)
        else:
            with self._translator:
                summary = self._briefer.summarize(article)
        draft = Draft(
            article=article,
            summary=summary,
            load_s=round(step.seconds, 3),
            summarize_s=round(time.perf_counter() - begun, 3),
        )
        return replace(step, draft=draft)

    def _translate(self, groups: Iterator[tuple[Step, ...]]) -> Groups:
        for group in groups:
            if self._stop.is_set():
                return
            with self._translator:
                completed = self._complete(group)
            yield completed

    def _complete(self, group: tuple[Step, ...]) -> tuple[Step, ...]:
        begun = time.perf_counter()
        waiting = [(n, step.draft) for n, step in enumerate(group) if step.draft is not None]
        steps = list(group)
        found: tuple[Brief | Exception, ...]
        try:
            found = self._briefer.complete([draft for _, draft in waiting])
        except Exception:
            found = tuple(_alone(self._briefer, draft) for _, draft in waiting)
        share_s = (time.perf_counter() - begun) / max(1, len(waiting))
        for (n, _), outcome in zip(waiting, found, strict=True):
            step = replace(group[n], seconds=group[n].seconds + share_s)
            if isinstance(outcome, Exception):
                steps[n] = replace(step, error=describe(outcome, step.task.item.source))
            else:
                steps[n] = replace(step, brief=outcome)
        return tuple(steps)


def _render(
    groups: Iterator[tuple[Step, ...]], documents: Documents
) -> Generator[tuple[Made, ...]]:
    for group in groups:
        yield tuple(_render_one(step, documents) for step in group)


def _attempt(step: Step, work: Callable[[Step], Step]) -> Step:
    """One item's part of a stage; what goes wrong is said of the item."""
    if step.error:
        return step
    begun = time.perf_counter()
    try:
        done = work(step)
    except Exception as error:
        done = replace(step, error=describe(error, step.task.item.source))
    return replace(done, seconds=step.seconds + time.perf_counter() - begun)


def _render_one(step: Step, drawn: Documents) -> Made:
    brief = step.brief
    if step.error or brief is None:
        return Made(task=step.task, error=step.error, seconds=step.seconds)
    begun = time.perf_counter()
    try:
        documents = {ending: drawn.draw(brief, ending) for ending in step.task.endings}
    except Exception as error:
        said = describe(error, step.task.item.source)
        return Made(task=step.task, error=said, seconds=step.seconds)
    return Made(
        task=step.task,
        documents=documents,
        facts=facts_of(brief),
        seconds=step.seconds + time.perf_counter() - begun,
    )


def describe(error: Exception, source: str) -> str:
    """What the user is told of an error, with its input; a defect of ours is named as one."""
    if isinstance(error, SourceError):  # which names its source
        return str(error)
    if isinstance(error, BriefgenError):
        return f"{source}: {error}"
    return (
        f"{source}: internal error: {type(error).__name__}: {error}; this is a defect of briefgen: "
        "run briefgen brief -v on it, and report it"
    )


def _alone(briefer: Briefer, draft: Draft) -> Brief | Exception:
    try:
        return briefer.complete([draft])[0]
    except Exception as error:
        return error
