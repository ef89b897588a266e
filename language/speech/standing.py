"""Words that count at once: how many stand in a text that is still changing, and which have stood for long enough."""

from __future__ import annotations


class Standing:
    """Of one utterance: a word that was just begun may still become another."""

    def __init__(self, after_ns: int) -> None:
        """A word must have stood for so long to be acted on before the utterance is over."""
        self._after_ns = after_ns
        self._acted = 0
        self._since_ns: list[int] = []

    def so_far(self, count: int, t_ns: int) -> bool:
        """`count` of them stand in it at `t_ns`; whether one more has stood long enough, and is acted on now."""
        further = max(0, count - self._acted)
        self._since_ns = (self._since_ns + [t_ns] * further)[:further]
        if not self._since_ns or t_ns - self._since_ns[0] < self._after_ns:
            return False
        self._since_ns.pop(0)
        self._acted += 1
        return True

    def ended(self, count: int) -> bool:
        """The utterance is over and has `count` of them; whether any was not acted on yet."""
        return count > self._acted
