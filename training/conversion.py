"""Converts the trained models for CTranslate2: ``python -m training.conversion``.

Models of this size gain nothing from int8, and in float16 CTranslate2 gives token for token what
torch gives, so that every figure measured with one holds for the other. Nor does a vocabulary of
6,000 pieces want cutting.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from briefgen.engines.ct2.conversion import convert
from briefgen.engines.ct2.cutting import CUT_FOLDER
from briefgen.engines.ct2.folder import CONVERTED_FOLDER

DEMO: Final = Path(__file__).parent.parent / "src" / "briefgen" / "demo"


def main() -> None:
    """Converts both models, where they are."""
    for name in ("translator", "summarizer"):
        target = DEMO / name / CONVERTED_FOLDER
        shutil.rmtree(target, ignore_errors=True)
        convert(DEMO / name, target, id=f"briefgen/demo-{name}", quantization="float16")
        shutil.rmtree(target / CUT_FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
