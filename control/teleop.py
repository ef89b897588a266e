"""Driving by hand: keys of any terminal, and a gamepad. Nothing moves unless a key or the dead man's button is held.

A terminal tells of key presses only, never of releases; a held key repeats, 10 to 30 times a second, but not before a quarter
to two thirds of a second. So every press drives for `hold_s`, a little longer than the gap between two repeats, and silence
stops the car: whether the key was let go, the terminal closed or the network lost. A key that is held therefore drives a
little way, pauses, and goes on when it begins to repeat: the price for a tap that doesn't drive on for half a second.

Whoever drives takes the wheel from the program at once, and has it until they give it back: with a key or button, or by an
instruction that the program begins. Until then a car that nobody drives stands.

| key | does |
|---|---|
| arrows (and w a s d, where letters aren't words) | drive while held; two keys make an arc |
| space (there too) | stop now: what the car was doing is given up; any drive key or new instruction works again |
| escape | emergency stop: stays until it is taken back |
| r (there), tab | take the emergency stop back |
| g (there) | give the wheel back: the program goes on; at a prompt the word "continue" does |
| + and - (there) | faster, slower |
"""

from __future__ import annotations

from control.hands import Keys, Pad, Wish
from robot import topics
from robot.bus import queue, reliable
from robot.messages import Key, MissionStatus, Resume, StopRequest, Velocity
from robot.node import Node, NodeConfig, Wiring
from robot.steering import Gamepad, Hand, Handover

_ARROWS = {"up": ("speed", 1), "down": ("speed", -1), "left": ("turn", 1), "right": ("turn", -1)}
_LETTERS = {"w": _ARROWS["up"], "s": _ARROWS["down"], "a": _ARROWS["left"], "d": _ARROWS["right"]}


class TeleopNode(Node):
    """Turns KEYS and GAMEPAD into TELEOP velocities, HANDOVER, KEYBOARD_STOP and RESUME."""

    name = "teleop"

    class Config(NodeConfig, frozen=True):
        letters: bool = False  # true where nobody types words: letters, space and + - are drive keys too
        speed_mps: float = 0.2
        turn_radps: float = 1.2
        step: float = 1.25  # what one press of + multiplies both by
        least: float = 0.5  # and how far + and - go
        most: float = 1.7
        hold_s: float = 0.17  # a press drives so long: with polling, ticks and brakes the car stands 250 ms after the last one
        period_s: float = 0.02

    def __init__(self, config: Config) -> None:
        self._config = config
        self._keys = Keys(config.hold_s)
        self._pad = Pad(topics.GAMEPAD.max_age_s or 0.0)
        self._factor = 1.0
        self._taken_ns: int | None = None  # since when a person has the wheel
        self._by: Hand = "keys"
        self._drive_keys = _ARROWS | _LETTERS if config.letters else _ARROWS

    def wire(self, wiring: Wiring) -> None:
        self._teleop = wiring.publisher(topics.TELEOP)
        self._handover = wiring.publisher(topics.HANDOVER)
        self._stop = wiring.publisher(topics.KEYBOARD_STOP)
        self._resume = wiring.publisher(topics.RESUME)
        wiring.subscribe(topics.KEYS, self._on_key, reliable(256))
        wiring.subscribe(topics.GAMEPAD, self._on_gamepad, queue(16))
        wiring.subscribe(topics.MISSION, self._on_mission, queue(8))
        wiring.every(self._config.period_s, self._tick)

    # ---- what hands do -----------------------------------------------------------------------------------------------

    def _on_key(self, key: Key) -> None:
        name = key.name.lower() if self._config.letters else key.name
        if name in self._drive_keys:
            self._keys.press(*self._drive_keys[name], key.t_ns)
        elif name == "escape":
            self._request_stop(key.t_ns, "keyboard", latched=True)
        elif name == "tab":
            self._take_back(key.t_ns, "keyboard")
        elif self._config.letters:
            self._on_letter(name, key.t_ns)

    def _on_letter(self, name: str, t_ns: int) -> None:
        if name in (" ", "space"):
            self._request_stop(t_ns, "keyboard", latched=False)
        elif name == "r":
            self._take_back(t_ns, "keyboard")
        elif name == "g":
            self._hand_back(t_ns, "keys")
        elif name in ("+", "="):
            self._change_speed(self._config.step)
        elif name == "-":
            self._change_speed(1 / self._config.step)

    def _on_gamepad(self, gamepad: Gamepad) -> None:
        self._pad.hear(gamepad)
        for press in gamepad.presses:
            if press in ("stop", "emergency stop"):
                self._request_stop(gamepad.t_ns, "gamepad", latched=press == "emergency stop")
            elif press == "take back":
                self._take_back(gamepad.t_ns, "gamepad")
            else:
                self._hand_back(gamepad.t_ns, "gamepad")

    def _request_stop(self, t_ns: int, source: str, latched: bool) -> None:
        """Whatever is held must be let go and pressed anew to drive again."""
        self._keys.clear()
        self._pad.clear()
        self._stop.publish(StopRequest(t_ns=t_ns, source=source, latched=latched))

    def _take_back(self, t_ns: int, source: str) -> None:
        self._resume.publish(Resume(t_ns=t_ns, source=source))

    def _change_speed(self, by: float) -> None:
        self._factor = min(max(self._factor * by, self._config.least), self._config.most)

    # ---- who has the wheel -------------------------------------------------------------------------------------------

    def _on_mission(self, status: MissionStatus) -> None:
        """A program that begins has the wheel, unless somebody is driving at this moment: they keep it."""
        if self._taken_ns is None or status.state != "running" or status.t_ns <= self._taken_ns:
            return
        driving = self._wish(status.t_ns)
        if driving is None:
            self._give_back(status.t_ns, self._by)
        else:
            self._take(status.t_ns, driving.by)

    def _hand_back(self, t_ns: int, by: Hand) -> None:
        """By somebody who has it and let go of everything: while a key or the dead man's button is held it means nothing."""
        if self._taken_ns is not None and self._wish(t_ns) is None:
            self._give_back(t_ns, by)

    def _give_back(self, t_ns: int, by: Hand) -> None:
        self._taken_ns = None
        self._handover.publish(Handover(t_ns=t_ns, person=False, by=by))

    def _take(self, t_ns: int, by: Hand) -> None:
        self._taken_ns = t_ns
        self._handover.publish(Handover(t_ns=t_ns, person=True, by=by))

    # ---- what comes of it --------------------------------------------------------------------------------------------

    def _wish(self, now_ns: int) -> Wish | None:
        """Who drives now and how, the gamepad before the keys; None while nothing is held."""
        return self._pad.wish(now_ns) or self._keys.wish(now_ns)

    def _tick(self, now_ns: int) -> None:
        """Say how to drive while a person has the wheel: not at all while nothing is held."""
        wish = self._wish(now_ns)
        if wish is not None and (self._taken_ns is None or wish.by != self._by):
            self._by = wish.by
            self._take(now_ns, wish.by)
        if self._taken_ns is not None:
            speed, turn = (wish.speed, wish.turn) if wish else (0.0, 0.0)
            self._teleop.publish(Velocity(
                t_ns=now_ns, speed_mps=speed * self._config.speed_mps * self._factor,
                turn_radps=turn * self._config.turn_radps * self._factor,
            ))
