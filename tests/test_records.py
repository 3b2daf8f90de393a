"""What records say of themselves."""

from briefgen.sources.load import article_from_text
from tests.cli.conftest import ARTICLE


def test_spans_lead_from_every_sentence_back_into_the_article() -> None:
    article = article_from_text(ARTICLE)
    assert len(article.spans) == len(article.sentences) > 5
    assert [article.text[start:end] for start, end in article.spans] == [
        sentence.text for sentence in article.sentences
    ]
