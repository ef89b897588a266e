"""One character that is as high as it is loud."""

from __future__ import annotations

BARS = "▁▂▃▄▅▆▇█"
QUIETEST_DB, LOUDEST_DB = -60.0, -10.0
"""Between these it grows (dB of full scale): a still room, and somebody who speaks right into the microphone."""


def bar(level_db: float) -> str:
    part = (level_db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)
    return BARS[min(len(BARS) - 1, max(0, int(part * len(BARS))))]
