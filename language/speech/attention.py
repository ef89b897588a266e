"""When the car listens, and whether it is meant: a talk button, a gate that opens by itself, and always a time-out."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from robot.clock import to_ns


class AttentionConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    mode: Literal["push", "open"] = "push"
    """"push": what follows the talk button is meant for the car. "open": whatever is said near it."""
    patience_s: float = 6.0
    """After the button, so long until somebody speaks."""
    longest_s: float = 20.0
    """And so long in all."""
    release_s: float = 0.3
    """Let go, the button still hears the end of the word."""
    rest_after_s: float = 600.0
    """Open, but nobody has spoken for so long: it rests until the button is pressed."""
    invitations: int = 2
    """Where the car asks back, it listens for the answer without a press: so often in a row."""
    coasting_s: float = 1.0
    """So long after the motors' last turn it still hears a "stop"."""


class Heeds(NamedTuple):
    """Whether sound goes on to the recogniser, and whether the car is meant, or only "stop" and the wake word count."""

    hears: bool
    addressed: bool


class Attention:
    """Told of buttons, motors and voices, in the order of time."""

    def __init__(self, config: AttentionConfig | None = None, wakes: bool = False) -> None:
        """`wakes`: it can be called by a word, for which all that sounds like a voice is heard."""
        self._config = config or AttentionConfig()
        self._wakes = wakes
        self._pushed_ns: int | None = None
        self._held = self._spoken = False
        self._until_ns = 0  # the button's time-out
        self._invited = 0
        self._moved_ns: int | None = None
        self._voice_ns: int | None = None

    @property
    def pushed(self) -> bool:
        return self._pushed_ns is not None

    def button(self, does: Literal["down", "up", "tap"], t_ns: int) -> None:
        """The talk button: held while somebody speaks, or tapped once before (and once more to withdraw)."""
        if does == "up":
            self._held, self._until_ns = False, t_ns + to_ns(self._config.release_s)
        elif does == "tap" and self.pushed:
            self._pushed_ns = None
        else:
            self._invited = 0
            self._press(t_ns, does == "down")

    def invite(self, t_ns: int) -> None:
        """The car has asked something back: it listens as if somebody had pressed."""
        if not self.pushed and self._invited < self._config.invitations:
            self._invited += 1
            self._press(t_ns, held=False)

    def _press(self, t_ns: int, held: bool) -> None:
        self._pushed_ns = self._voice_ns = t_ns
        self._held, self._spoken = held, False
        self._until_ns = t_ns + to_ns(self._config.longest_s if held else self._config.patience_s)

    def moves(self, t_ns: int) -> None:
        """The motors run."""
        self._moved_ns = t_ns

    def understood(self) -> None:
        """A whole utterance was heard: one press, one sentence, unless the button is held."""
        if not self._held:
            self._pushed_ns = None

    def moving(self, t_ns: int) -> bool:
        return self._moved_ns is not None and t_ns - self._moved_ns < to_ns(self._config.coasting_s)

    def resting(self, t_ns: int) -> bool:
        """Whether nothing that is said now wakes it."""
        if self._voice_ns is None:
            self._voice_ns = t_ns
        tired = t_ns - self._voice_ns > to_ns(self._config.rest_after_s)
        idle = self._config.mode == "push" or tired
        return idle and not self._wakes and not self.pushed and not self.moving(t_ns)

    def heeds(self, t_ns: int, voice: bool) -> Heeds:
        """What to do with the sound of this moment; `voice`: the gate is open."""
        if self._pushed_ns is not None:
            self._time_out(t_ns, voice)
        rests = self.resting(t_ns)
        if voice and not rests:
            self._voice_ns = t_ns
        addressed = self.pushed or (self._config.mode == "open" and voice and not rests)
        return Heeds(addressed or self.moving(t_ns) or (self._wakes and voice), addressed)

    def _time_out(self, t_ns: int, voice: bool) -> None:
        """The button's time ends: nobody spoke, they have finished, or it took too long."""
        assert self._pushed_ns is not None
        if voice and not self._spoken and not self._held:
            self._spoken, self._until_ns = True, max(self._until_ns, self._pushed_ns + to_ns(self._config.longest_s))
        finished = self._spoken and not voice and not self._held
        if finished or t_ns >= self._until_ns:
            self._pushed_ns = None
            self._held = False
