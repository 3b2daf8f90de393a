"""Scores are those that sacrebleu's own command and rouge-score give for the same files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefgen.errors import UsageError
from briefgen.evaluate import scores
from briefgen.evaluate.records import Score
from briefgen.evaluate.scores import as_tokenize, score

REFERENCES = (
    "وزیر صحت گفت که ۱۲ شفاخانه باز شد.",
    "مکاتب در سه ولایت دوباره باز شدند.",
    "جلسه روز دوشنبه در کابل پایان یافت.",
    "قیمت گندم ۱٫۵ درصد بالا رفت.",
    "راه‌های دو ولسوالی هنوز بسته است.",
    "مؤسسات کمک‌رسان ۳۰۰ خیمه رسانده‌اند.",
)
SHIFTED = REFERENCES[1:] + REFERENCES[:1]
NEARLY = (*REFERENCES[:5], "مؤسسات ۳۰۰ خیمه رساندند.")


def by_metric(found: tuple[Score, ...]) -> dict[str, Score]:
    return {one.metric: one for one in found}


def sacrebleu_command(folder: Path, hypotheses: tuple[str, ...], *options: str) -> Any:
    """What `sacrebleu` prints for these lines."""
    for name, lines in (("ref.txt", REFERENCES), ("hyp.txt", hypotheses)):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "sacrebleu", "ref.txt", "-i", "hyp.txt", "-m", "bleu", "chrf"),
            *("--chrf-word-order", "2", "-w", "4", "--confidence", *options),
        ],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        check=True,
    )
    return {one["name"]: one for one in json.loads(ran.stdout.decode("utf-8"))}


@pytest.mark.parametrize("tokenize", ["13a", "intl"])
@pytest.mark.parametrize("texts", [SHIFTED, NEARLY], ids=["shifted", "nearly"])
def test_scores_intervals_and_signatures_are_those_of_sacrebleus_command(
    tmp_path: Path, texts: tuple[str, ...], tokenize: str
) -> None:
    (found,), signatures = score(
        [("ours", texts)], REFERENCES, language="prs", tokenize=as_tokenize(tokenize)
    )
    theirs = sacrebleu_command(tmp_path, texts, "--tokenize", tokenize)
    for ours, name in (("chrF++", "chrF2++"), ("BLEU", "BLEU")):
        one, other = by_metric(found)[ours], theirs[name]
        assert one.score == other["score"]
        assert one.low == pytest.approx(
            other["confidence_mean"] - other["confidence_var"], abs=2e-4
        )
        assert one.high == pytest.approx(
            min(100, other["confidence_mean"] + other["confidence_var"]), abs=2e-4
        )
        assert signatures[ours] == other["signature"]


def test_references_as_hypotheses_are_perfect() -> None:
    (found,), _ = score([("human", REFERENCES)], REFERENCES, language="prs")
    assert {one.metric: one.score for one in found} == dict.fromkeys(
        ("chrF++", "BLEU", "ROUGE-1", "ROUGE-2", "ROUGE-L"), 100.0
    )


def test_an_interval_holds_its_score_and_keeps_to_the_scale() -> None:
    # Of so few lines, some of them empty, resamples differ widely.
    references = ("Школы вновь открылись.", "", "…", "Прошёл дождь.")
    texts = ("", "", "…", "Прошёл дождь.")
    found, _ = score([("some", texts), ("all", references)], references, language="ru")
    assert all(0 <= one.low <= one.score <= one.high <= 100 for scores in found for one in scores)


def test_shifted_lines_are_far_from_perfect() -> None:
    (found,), _ = score([("shifted", SHIFTED)], REFERENCES, language="prs")
    assert all(0 <= one.score < 40 for one in found)


def test_others_are_compared_with_the_first() -> None:
    found, _ = score(
        [("human", REFERENCES), ("nearly", NEARLY), ("shifted", SHIFTED), ("again", REFERENCES)],
        REFERENCES,
        language="prs",
    )
    for metric in ("chrF++", "ROUGE-L"):
        human, nearly, shifted, again = (by_metric(one)[metric] for one in found)
        assert human.p_value is None
        assert nearly.p_value is not None
        assert nearly.p_value > 0.05, "one line of six is no proof"
        assert shifted.p_value is not None
        assert shifted.p_value < 0.05
        assert again.p_value == 1.0, "the same texts do not differ"


def test_the_same_texts_give_the_same_report() -> None:
    systems = [("nearly", NEARLY), ("shifted", SHIFTED)]
    assert score(systems, REFERENCES, language="prs") == score(systems, REFERENCES, language="prs")


def test_rouge_is_that_of_rouge_score_in_english() -> None:
    from rouge_score.rouge_scorer import RougeScorer

    references = ("Three schools were closed.", "The talks ended on Monday.")
    texts = ("Three schools closed.", "The talks will end.")
    (found,), signatures = score([("ours", texts)], references, language="en")
    library = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    pairs = [library.score(one, other) for one, other in zip(references, texts, strict=True)]
    for metric, key in (("ROUGE-1", "rouge1"), ("ROUGE-2", "rouge2"), ("ROUGE-L", "rougeL")):
        mean = sum(pair[key].fmeasure for pair in pairs) / 2
        assert by_metric(found)[metric].score == pytest.approx(100 * mean, abs=1e-4)
    assert "tok:porter" in signatures["ROUGE-1"]


@pytest.mark.parametrize("language", ["prs", "ps", "ru"])
def test_rouge_reads_other_scripts(language: str) -> None:
    text = {"prs": "سه مکتب بسته شد.", "ps": "درې ښوونځي وتړل شول.", "ru": "Три школы закрыты."}
    (found,), _ = score([("same", (text[language],))], (text[language],), language=language)
    assert by_metric(found)["ROUGE-L"].score == 100


def test_tokenizers_that_download_are_refused() -> None:
    with pytest.raises(UsageError, match=r"flores200.*needs a download.*13a"):
        as_tokenize("flores200")


def test_a_missing_extra_names_its_pip_command(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sacrebleu", "sacrebleu.significance"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=r"pip install 'briefgen\[eval\]'"):
        scores.check_installed()
