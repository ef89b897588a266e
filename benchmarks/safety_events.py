"""A million things happen to the safety node, in random order, and an account of our own says when it may not move.

    python benchmarks/safety_events.py [--events N] [--seed N] [--json FILE]

The account knows nothing of how the node decides: it only notes what was said to it, and what then must not be. A breach ends
the run with the events that led to it.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.safety_bench import SafetyBench
from robot import topics
from robot.board_health import BoardHealth
from robot.messages import Battery, Bumper, EyesHealth, Fault, Inertial, Resume, Sonar, StopRequest, Velocity

TICK_NS = 20_000_000
SPEEDS = (0.0, 0.2, 0.35, -0.2, 5.0, -5.0, 0.05, math.nan, math.inf)
PARTS = ("wheels", "odometry", "sonar", "bumper")
PEACE = 0.1
"""How often all is mended at once, or nothing would ever move."""

QUIET_S = 0.5
"""A part that has said nothing for so long is silent by any account; a wish is dead after 0.25 s."""


class Account:
    """What was said, and what must not be."""

    def __init__(self) -> None:
        self.owed: set[str] = set()  # what must be acknowledged and was not
        self.lasting: set[str] = set()  # which of these last
        self.broken: set[str] = set()
        self.hot = self.told = self.blocked = False
        self.silent_since: dict[str, int] = dict.fromkeys(PARTS, 0)
        self.wish_ns = -(10**18)
        self.key_ns = -(10**18)

    def breaches(self, now_ns: int, left_v: float, right_v: float, reason: str) -> list[str]:
        """What the node did that it must not, at a tick."""
        off = left_v == 0.0 == right_v
        found = [f"moves though {name} was not acknowledged" for name in self.owed if not off]
        found += [f"moves though {name} is broken" for name in self.broken if not off]
        found += [f"moves without {name}" for name, since in self.silent_since.items()
                  if not off and since and now_ns - since > QUIET_S * 1e9]
        if self.hot and not off:
            found.append("moves though the board is hot")
        if self.told and not off and self.key_ns < 0:
            found.append("moves though it was told to stop")
        if not off and now_ns - max(self.wish_ns, self.key_ns) > 0.26e9:
            found.append("moves though nobody asks")
        if self.blocked and left_v + right_v > 1e-9:
            found.append("pushes forward into what is there")
        if max(abs(left_v), abs(right_v)) > 7.4:
            found.append("more volts than there are")
        return found


class Day:
    """The node, the account, and the events; each method that begins with `on_` is one kind of event."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.bench = SafetyBench()
        self.account = Account()
        self.driving = (0.2, 0.0)
        self.teleop: tuple[float, float] | None = None
        self.motors = ""
        self.upright = True
        self.leaning_ticks = 0
        self.tumbled = False
        self.range_m, self.pressed = 3.0, False
        self.silent: set[str] = set()
        self.moved = self.ticks = 0

    def tick(self, times: int = 1) -> list[str]:
        """Let time pass, the sensors and whoever drives going on; returns the breaches."""
        found: list[str] = []
        for _ in range(times):
            self._speak()
            state = self.bench.tick(self.motors)
            self.account.owed |= self.account.lasting
            found += self.account.breaches(self.bench.now_ns, state.left_v, state.right_v, state.reason)
            self.moved += state.left_v != 0.0
            self.ticks += 1
        return found

    def _speak(self) -> None:
        bench, account = self.bench, self.account
        now_ns = bench.advance(TICK_NS)
        for name in PARTS:
            quiet = name in self.silent
            account.silent_since[name] = (account.silent_since[name] or now_ns) if quiet else 0
        bench.speak(self.silent, self.range_m, self.pressed)
        gravity = (0.0, 0.0, 9.81) if self.upright else (9.81, 0.0, 0.2)
        bench.hear(topics.INERTIAL, Inertial(t_ns=now_ns, gyro_radps=(0.0, 0.0, 0.0), acceleration_mps2=gravity))
        self._lean()
        self.account.blocked = (self.pressed and "bumper" not in self.silent) or (
            self.range_m <= 0.12 and "sonar" not in self.silent)
        if not math.isnan(self.driving[0]):
            bench.hear(topics.NAVIGATION, Velocity(t_ns=now_ns, speed_mps=self.driving[0], turn_radps=self.driving[1]))
            account.wish_ns = now_ns
            if self.driving == (0.0, 0.0):
                account.told = False
        elif now_ns - account.wish_ns > 0.24e9:
            account.told = False
        if self.teleop is not None:
            bench.hear(topics.TELEOP, Velocity(t_ns=now_ns, speed_mps=self.teleop[0], turn_radps=self.teleop[1]))
            account.key_ns = now_ns

    def _lean(self) -> None:
        """On its side for two seconds the car leans by any account; upright for three, it no longer does for sure."""
        self.leaning_ticks = min(150, self.leaning_ticks + 1) if not self.upright else 0
        if self.leaning_ticks >= 100:
            self.account.lasting.add("a tilt")
        elif self.upright:
            self.account.lasting.discard("a tilt")

    def on_wish(self) -> None:
        self.driving = (float(self.rng.choice(SPEEDS[:7])), float(self.rng.choice([0.0, 1.0, -2.0, 9.0])))

    def on_silence(self) -> None:
        self.driving = (math.nan, 0.0)

    def on_letting_go(self) -> None:
        self.driving = (0.0, 0.0)

    def on_keys(self) -> None:
        self.teleop = (float(self.rng.choice(SPEEDS)), float(self.rng.choice([0.0, 1.0])))

    def on_no_keys(self) -> None:
        self.teleop, self.account.key_ns = None, self.account.key_ns

    def on_stop(self) -> None:
        latched = self.rng.random() < 0.3
        topic = [topics.KEYBOARD_STOP, topics.LANGUAGE_STOP, topics.SPEECH_STOP, topics.BUTTON_STOP][self.rng.integers(4)]
        self.bench.hear(topic, StopRequest(t_ns=self.bench.now_ns, source="somebody", latched=latched))
        self.account.told, self.account.key_ns = True, -(10**18)
        if latched:
            self.account.owed.add("an emergency stop")

    def on_resume(self) -> None:
        self.bench.hear(topics.RESUME, Resume(t_ns=self.bench.now_ns, source="somebody"))
        self.account.owed = set()

    def on_fault(self) -> None:
        node = str(self.rng.choice(["map", "navigator", "safety", "log"]))
        restarting = node not in self.account.broken
        self.bench.hear(topics.FAULT, Fault(t_ns=self.bench.now_ns, node=node, error="", restarting=restarting))
        if restarting:
            self.account.broken.add(node)
            return
        self.account.broken.discard(node)
        if node == "safety":
            self.account.owed.add("safety's restart")

    def on_board(self) -> None:
        hot, low = self.rng.random() < 0.2, self.rng.random() < 0.05
        celsius = 90.0 if hot else 50.0
        self.bench.hear(topics.BOARD, BoardHealth(t_ns=self.bench.now_ns, temperature_c=celsius, under_voltage=low))
        self.account.hot = hot
        self._last("an under-voltage", low)

    def on_motors(self) -> None:
        self.motors = "the motor process died" if not self.motors and self.rng.random() < 0.3 else ""
        self._last("a dead motor process", bool(self.motors))

    def on_battery(self) -> None:
        empty = self.rng.random() < 0.1
        for _ in range(60):  # the average follows
            self.bench.hear(topics.BATTERY, Battery(
                t_ns=self.bench.now_ns, voltage_v=5.0 if empty else 7.8, current_a=0.5, charge_mah=0.0))
        self._last("an empty battery", empty)

    def on_tumble(self) -> None:
        self.upright = not self.upright or self.rng.random() < 0.7
        self.tumbled = self.tumbled or not self.upright

    def on_part(self) -> None:
        self.silent = set(self.rng.choice(PARTS, self.rng.integers(0, 3))) if self.rng.random() < 0.3 else set()

    def on_obstacle(self) -> None:
        self.range_m = float(self.rng.choice([0.03, 0.1, 0.3, 3.0, 3.0, 3.0]))
        self.pressed = self.rng.random() < 0.15

    def on_held_wheel(self) -> None:
        self.bench.rolling = self.rng.random() < 0.85

    def on_eyes(self) -> None:
        problem = "the lens is covered" if self.rng.random() < 0.2 else ""
        self.bench.hear(topics.EYES, EyesHealth(t_ns=self.bench.now_ns, problem=problem))

    def on_nonsense(self) -> None:
        self.bench.hear(topics.SONAR, Sonar(t_ns=self.bench.now_ns + 10**12, range_m=math.nan, echo=True))
        self.bench.hear(topics.BUMPER, Bumper(t_ns=-1, pressed=False))

    def on_peace(self) -> None:
        """All is mended and a person takes everything back."""
        now_ns = self.bench.now_ns
        for node in sorted(self.account.broken):
            self.bench.hear(topics.FAULT, Fault(t_ns=now_ns, node=node, error="", restarting=False))
        self.bench.hear(topics.BOARD, BoardHealth(t_ns=now_ns, temperature_c=50.0))
        self.bench.hear(topics.EYES, EyesHealth(t_ns=now_ns, problem=""))
        for _ in range(60):
            self.bench.hear(topics.BATTERY, Battery(t_ns=now_ns, voltage_v=7.8, current_a=0.5, charge_mah=0.0))
        self.account.broken, self.account.lasting, self.account.hot = set(), set(), False
        self.upright = self.bench.rolling = True
        self.motors, self.silent, self.pressed, self.range_m, self.teleop = "", set(), False, 3.0, None
        self.driving = (0.0, 0.0)
        found = self.tick(100 if self.tumbled else 3)  # long enough to know which way is up
        self.tumbled = False
        assert not found, found
        self.on_resume()
        self.driving = (0.2, 0.0)

    def _last(self, name: str, lasts: bool) -> None:
        (self.account.lasting.add if lasts else self.account.lasting.discard)(name)


def run(events: int, rng: np.random.Generator) -> tuple[Counter[str], int, int]:
    """Let so many things happen; how often each did, the ticks, and at how many the car moved. Raises AssertionError."""
    day, happened, last = Day(rng), Counter[str](), deque[str](maxlen=30)
    kinds: dict[str, Callable[[], None]] = {name[3:]: getattr(day, name) for name in dir(day) if name.startswith("on_")}
    names = sorted(kinds)
    for _ in range(events):
        name = str(rng.choice(names)) if rng.random() > PEACE else "peace"
        kinds[name]()
        happened[name] += 1
        last.append(name)
        breaches = day.tick(int(rng.choice([0, 1, 1, 2, 5, 20], p=[0.3, 0.3, 0.2, 0.1, 0.07, 0.03])))
        assert not breaches, f"{breaches[0]} after {list(last)}"
    return happened, day.ticks, day.moved


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="A million things happen to the safety node.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    began_s = time.perf_counter()
    happened, ticks, moved = run(arguments.events, np.random.default_rng(arguments.seed))
    report = {"events": sum(happened.values()), "ticks": ticks, "moving": moved, "breaches": 0, "seed": arguments.seed,
              "seconds": round(time.perf_counter() - began_s, 1), "happened": dict(sorted(happened.items()))}
    print(json.dumps(report, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
