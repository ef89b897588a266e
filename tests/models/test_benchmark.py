"""What a network costs is measured and written down with the machine."""

from __future__ import annotations

from pathlib import Path

import msgspec

from models.__main__ import main
from models.benchmark import Cost


def test_our_own_eyes_are_measured(tmp_path: Path) -> None:
    file = tmp_path / "cost.json"
    assert main(["benchmark", "eyes", "--runs", "5", "--json", str(file)]) == 0
    cost = msgspec.json.decode(file.read_bytes(), type=Cost)
    assert 0 < cost.p50_ms <= cost.p90_ms <= cost.p99_ms
    assert cost.cpu_ms > 0
    assert cost.peak_mb > cost.bytes / 1e6
    assert cost.machine.cores >= 1
    assert cost.machine.processor
