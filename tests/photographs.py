"""Where the test data that is not ours lies, beside the repository; tests that need it are skipped where it is not."""

from __future__ import annotations

import pytest

from tests.house import ROOT

DATA = ROOT.parent / "shared" / "data"
MODELS, PHOTOGRAPHS = DATA / "vision-models", DATA / "photographs"

needs_models = pytest.mark.skipif(not MODELS.is_dir(), reason=f"{MODELS} is not here: they are not ours to ship")
needs_photographs = pytest.mark.skipif(
    not (MODELS.is_dir() and PHOTOGRAPHS.is_dir()), reason=f"{PHOTOGRAPHS} is not here: the pictures are not ours to ship")
