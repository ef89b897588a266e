"""Says what is wrong with a part of the car, once, and when it is well again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class PartsWatch:
    """Looks at every part that has a `problem`."""

    def __init__(self, parts: Mapping[str, Any], say: Callable[[str], None]) -> None:
        self._parts = {name: part for name, part in parts.items() if hasattr(part, "problem")}
        self._told: dict[str, str] = dict.fromkeys(self._parts, "")
        self._say = say

    def look(self) -> None:
        for name, part in self._parts.items():
            problem: str = part.problem
            if problem != self._told[name]:
                self._told[name] = problem
                self._say(f"{name}: {problem or 'well again'}")
