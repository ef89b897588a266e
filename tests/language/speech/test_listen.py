from __future__ import annotations

from io import StringIO
from typing import Any

from language.speech.listen import Display, run
from language.speech.listening import ListeningNode
from language.speech.offline import Ears
from robot.clock import SimulatedClock
from robot.speech import Samples, Sound


class Tape:
    """A microphone that gives a tenth of a second at each look."""

    def __init__(self, samples: Samples, problem: str = "") -> None:
        self.problem = problem
        self._samples = samples

    def read(self, now_ns: int) -> list[Sound]:
        piece, self._samples = self._samples[:1600], self._samples[1600:]
        return [Sound(t_ns=now_ns, samples=piece)] if len(piece) else []

    def close(self) -> None: ...


def shown(model: Any, text: str, problem: str = "") -> tuple[bool, list[str]]:
    out = StringIO()
    sound = Tape(model.speak(text) if text else model.speak("_")[:0], problem)
    heard = run(sound, Ears(ListeningNode(ListeningNode.Config(), model)), SimulatedClock(), Display(out), 2.0)
    return heard, [line.split("\x1b[K")[-1] for line in out.getvalue().split("\n")]


def test_what_is_said_and_what_it_means_are_shown(model: Any) -> None:
    heard, lines = shown(model, "turn left | whoa")
    assert heard
    assert lines[:2] == ["heard   turn left  (100%, 0.3 s)", "meant   turn left 90°"]
    assert lines[2:5] == ["STOP", "heard   whoa  (100%, 0.1 s)", "meant   stop"]


def test_what_is_being_said_is_shown_at_once(model: Any) -> None:
    out = StringIO()
    run(Tape(model.speak("turn left")), Ears(ListeningNode(ListeningNode.Config(), model)), SimulatedClock(), Display(out), 0.2)
    assert "turn\r" in out.getvalue()


def test_why_there_is_no_sound_is_said_once(model: Any) -> None:
    heard, lines = shown(model, "", "no microphone is connected")
    assert not heard
    assert lines.count("no microphone is connected") == 1
