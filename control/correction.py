""" "I mean the blue one", said when the car has gone to another."""

from __future__ import annotations

import msgspec

from robot.landmark import Landmark
from robot.program import Face, Find, Goto


def corrected(step: Goto | Find | Face, meant: Landmark) -> Goto | Find | Face:
    """The step, to what is meant instead: a landmark without a noun of its own is of the same kind as before."""
    kind = step.landmark.kind if meant.kind in ("", "one") else meant.kind
    return msgspec.structs.replace(step, landmark=msgspec.structs.replace(meant, kind=kind))
