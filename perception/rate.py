"""How often to look: the faster the view changes, the more often."""

from __future__ import annotations

import msgspec

from perception.motion import Motion


class RateConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    step_m: float = 0.015  # of the way between two looks: what is 0.5 m ahead grows by 3 %
    step_rad: float = 0.025  # of a turn: 7 of the picture's 320 columns
    least_hz: float = 5.0  # the map and "do you see it?" vote over some looks a second


def rate_hz(motion: Motion, most_hz: float, config: RateConfig) -> float:
    """Looks a second for a car that moves so, between `least_hz` and `most_hz`."""
    wanted = max(motion.speed_mps / config.step_m, motion.turn_radps / config.step_rad)
    return min(most_hz, max(config.least_hz, wanted))
