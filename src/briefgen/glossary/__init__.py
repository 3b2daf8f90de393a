"""Terms that a translation must use: reading them, finding them, checking and mending by them."""

from briefgen.glossary.terms import Glossary, Term

__all__ = ["Glossary", "Term"]
