from __future__ import annotations

from robot.level_bar import bar


def test_bars_grow_with_the_level() -> None:
    bars = [bar(level_db) for level_db in (-100.0, -50.0, -30.0, 0.0)]
    assert bars == sorted(set(bars)) and bars[0] == "▁" and bars[-1] == "█"
