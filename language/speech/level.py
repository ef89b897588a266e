"""How loud it is: a meter for people, and the floor of a room's noise that rises slowly and falls at once."""

from __future__ import annotations

from language.speech.wave import SILENT_DB


class Meter:
    """A level meter: up at once, down slowly enough to be read."""

    FALLS_DB_PER_S = 20.0

    def __init__(self) -> None:
        self.level_db = SILENT_DB

    def hear(self, level_db: float, duration_s: float) -> None:
        self.level_db = max(level_db, self.level_db - self.FALLS_DB_PER_S * duration_s, SILENT_DB)


class NoiseFloor:
    """The quietest of the last seconds: speech comes and goes above it, the noise of a fan or a motor becomes part of it."""

    RISES_DB_PER_S = 3.0

    def __init__(self) -> None:
        self.level_db: float | None = None

    def hear(self, level_db: float, duration_s: float) -> None:
        rising = level_db if self.level_db is None else self.level_db + self.RISES_DB_PER_S * duration_s
        self.level_db = min(level_db, rising)
