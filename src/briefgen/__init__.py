"""briefgen: news articles into short, trustworthy briefs in Dari, Pashto and Russian.

    from briefgen import Briefer
    brief = Briefer(preset="demo", length="short").brief("article.txt")
    brief.save("brief.docx")

Importing the package loads neither torch nor transformers: a name is imported when it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from briefgen.errors import BriefgenError
from briefgen.records import Article, Brief, Flag, Summary, TranslatedSentence, Translation

if TYPE_CHECKING:
    from briefgen.pipeline import BatchResult, Briefer
    from briefgen.serialize import load_brief
    from briefgen.sources.load import load_article
    from briefgen.version import __version__

__all__ = [
    "Article",
    "BatchResult",
    "Brief",
    "Briefer",
    "BriefgenError",
    "Flag",
    "Summary",
    "TranslatedSentence",
    "Translation",
    "__version__",
    "load_article",
    "load_brief",
]

_LAZY = {
    "BatchResult": "briefgen.pipeline",
    "Briefer": "briefgen.pipeline",
    "__version__": "briefgen.version",
    "load_article": "briefgen.sources.load",
    "load_brief": "briefgen.serialize",
}


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'briefgen' has no attribute {name!r}")
