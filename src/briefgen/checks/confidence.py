"""The model's own doubt."""

from briefgen.records import Flag


def check_confidence(
    score: float | None, threshold: float | None, *, where: str = ""
) -> tuple[Flag, ...]:
    """Flag `low-confidence` where a score lies below what the model usually reaches.

    Args:
        score: mean log-probability a token (natural logarithm); None where no model spoke.
        threshold: the lowest usual score of that model; None where it is not known.
        where: the place that the flag names.

    >>> [flag.code for flag in check_confidence(-2.0, -1.2)]
    ['low-confidence']
    """
    if score is None or threshold is None or score >= threshold:
        return ()
    detail = f"the model's score {score:.2f} is below its usual {threshold:.2f}"
    return (Flag(code="low-confidence", severity="error", detail=detail, where=where),)
