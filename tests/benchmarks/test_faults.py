"""The fault benchmark counts what it should; the faults themselves take real time, and `python benchmarks/faults.py`."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from benchmarks import faults
from benchmarks.fault_body import Body, Felt, Memory
from benchmarks.fault_rig import Rig, Stop
from benchmarks.pins import Levels, Pins


def row(monkeypatch: pytest.MonkeyPatch, stops: list[Stop]) -> faults.Row:
    left = iter(stops)
    monkeypatch.setattr(faults, "trial", lambda rig, fault, rng: next(left))
    return faults.measure("sonar silent", cast(Rig, None), len(stops), np.random.default_rng(0))


def test_too_late_and_never_are_runaways(monkeypatch: pytest.MonkeyPatch) -> None:
    stops = [Stop(100.0, 1.0), Stop(250.1, 1.0), Stop(10.0, 2.0), Stop(None, 1.0)]
    found = row(monkeypatch, stops)
    assert (found.trials, found.runaways, found.worst_stop_ms, found.worst_lag_ms) == (4, 2, float("inf"), 2.0)


def test_in_time_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    found = row(monkeypatch, [Stop(0.5, 1.0), Stop(249.9, 1.0)])
    assert (found.runaways, found.worst_stop_ms) == (0, 249.9)


def test_pins_that_go_on_again_have_not_stopped(tmp_path: Path) -> None:
    rig = Rig(tmp_path / "car")
    rig.pins.write(Levels(0.5, 0.5, 0, 1, 1))
    assert rig.watch(0, 0.01, 0.01).after_ms is None
    rig.pins.write(Levels(0.0, 0.0, 7_000_000, 2, 1))
    assert rig.watch(0, 0.01, 0.01).after_ms == 7.0
    looks = iter([Levels(0.0, 0.0, 7_000_000, 2, 1), Levels(0.1, 0.0, 8_000_000, 3, 1)])
    rig.pins.read = lambda: next(looks, Levels(0.0, 0.0, 9_000_000, 4, 1))  # type: ignore[method-assign]
    rig.body.move = lambda: None  # type: ignore[method-assign]
    assert rig.watch(0, 1.0, 0.01).after_ms == 9.0


def test_what_is_unplugged_falls_silent_and_the_rest_goes_on(tmp_path: Path) -> None:
    pins, memory = Pins(tmp_path / "pins"), Memory(tmp_path / "memory")
    body = Body(pins, memory)
    pins.write(Levels(0.8, 0.8, 0, 1, 1))

    def later(steps: int) -> Felt:
        for _ in range(steps):
            body._moved_ns -= 50_000_000  # the body believes that so much time has passed
            body._due_ns = dict.fromkeys(body._due_ns, 0)
            body.move()
        return memory.read()

    before = later(10)
    assert before.left_rad == before.right_rad > 0.0
    body.encoders, body.sonar = [False, True], False
    after = later(10)
    assert after.left_rad == before.left_rad and after.right_rad > before.right_rad
    assert after.sonar_ns == before.sonar_ns and after.wheels_ns > before.wheels_ns
