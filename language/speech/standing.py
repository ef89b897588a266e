"""Words that count at once: how many stand in a text that is still changing, and which have stood for long enough."""

from __future__ import annotations

from collections.abc import Callable

from robot.clock import to_ns

LOOKS_NS = (to_ns(0.05), to_ns(0.1), to_ns(0.2))
"""When a word has stood for so long it is looked at more closely, where that can be done."""
Certain = Callable[[], bool]


class Standing:
    """Of one utterance: a word that was just begun may still become another."""

    def __init__(self, after_ns: int) -> None:
        """A word must have stood for so long to be acted on before the utterance is over, unless it is certain before."""
        self._after_ns = after_ns
        self._acted = self._looks = 0
        self._since_ns: list[int] = []

    def so_far(self, count: int, t_ns: int, certain: Certain | None = None) -> bool:
        """`count` of them stand in it at `t_ns`; whether one more has stood long enough or is `certain`, to be acted on."""
        further = max(0, count - self._acted)
        self._since_ns = (self._since_ns + [t_ns] * further)[:further]
        if not self._since_ns:
            self._looks = 0
            return False
        stood_ns = t_ns - self._since_ns[0]
        if stood_ns < self._after_ns and not self._certain(stood_ns, certain):
            return False
        self._since_ns.pop(0)
        self._acted += 1
        self._looks = 0
        return True

    def ended(self, count: int) -> bool:
        """The utterance is over and has `count` of them; whether any was not acted on yet."""
        return count > self._acted

    def _certain(self, stood_ns: int, certain: Certain | None) -> bool:
        if certain is None or self._looks == len(LOOKS_NS) or stood_ns < LOOKS_NS[self._looks]:
            return False
        self._looks += 1
        return certain()
