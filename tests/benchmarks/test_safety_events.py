"""Ten thousand random events; `python benchmarks/safety_events.py` has the million."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import safety_events
from control import interlock
from control.interlock import Signals, State


def test_ten_thousand_things_happen_and_the_car_never_moves_where_it_must_not() -> None:
    happened, ticks, moved = safety_events.run(10_000, np.random.default_rng(1))
    assert sum(happened.values()) == 10_000 and min(happened.values()) > 100
    assert moved > ticks / 40  # it did drive, too


def test_the_account_notices_a_machine_that_forgets_what_was_latched(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = interlock._remembered

    def forgetful(state: State, signals: Signals) -> State:
        return remembered(State(told=state.told), signals)

    monkeypatch.setattr(interlock, "_remembered", forgetful)
    with pytest.raises(AssertionError, match="was not acknowledged"):
        safety_events.run(10_000, np.random.default_rng(1))
