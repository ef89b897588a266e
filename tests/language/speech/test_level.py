from __future__ import annotations

from language.speech.level import Meter, NoiseFloor
from language.speech.wave import SILENT_DB


def test_the_meter_rises_at_once_and_falls_slowly() -> None:
    meter = Meter()
    meter.hear(-20, 0.1)
    assert meter.level_db == -20
    meter.hear(-90, 0.5)
    assert meter.level_db == -30
    for _ in range(100):
        meter.hear(SILENT_DB, 0.1)
    assert meter.level_db == SILENT_DB


def test_the_floor_falls_at_once_and_rises_slowly() -> None:
    floor = NoiseFloor()
    floor.hear(-40, 0.1)
    floor.hear(-20, 1.0)
    assert floor.level_db == -37
    floor.hear(-60, 0.1)
    assert floor.level_db == -60
