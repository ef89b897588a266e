"""One boot of the virtual car serves the tests of one file; where there is no virtual car they skip and say why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vcar.harness import Kernel, Outcome, find_kernel, run, why_not

Boot = Callable[..., Outcome]


@pytest.fixture(scope="session")
def kernel() -> Kernel:
    found = find_kernel()
    if reason := why_not(found):
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def boot(kernel: Kernel, tmp_path_factory: pytest.TempPathFactory) -> Boot:
    """`boot(*programs, limit_s=300)`: what they reported."""

    def boot(*programs: str, limit_s: float = 300.0) -> Outcome:
        scratch: Path = tmp_path_factory.mktemp("vcar")
        return run(kernel, scratch, programs, limit_s=limit_s)

    return boot
