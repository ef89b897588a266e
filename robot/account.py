"""The drive told in words: what was said, what each step was taken to mean, what came of it, why the car stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from robot.bus import Envelope, Topic
from robot.clock import to_s
from robot.messages import MissionStatus, Say, StopRequest, Understanding


class Account:
    """An observer that keeps what is worth telling of every instruction."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._last: tuple[str, str] = ("", "")

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        t_s = to_s(envelope.published_ns)
        match envelope.message:
            case Understanding() as heard:
                self._understood(heard)
            case MissionStatus(state=state, step=step, steps=steps, sentence=sentence, trace=trace):
                if (state, sentence) != self._last:
                    self._last = state, sentence
                    running = f"step {step + 1} of {steps}: {sentence}"
                    self._happened(t_s, running if state == "running" else _end(state, sentence))
                self._tried(trace)
            case Say(text=text):
                self._happened(t_s, text)
            case StopRequest(source=source):
                self._happened(t_s, f"stop from the {source}")

    @property
    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def write(self, path: Path) -> None:
        path.write_text(self.text, encoding="utf-8")

    def _understood(self, heard: Understanding) -> None:
        if self._lines:
            self._lines.append("")
        self._lines.append(f'You said: "{heard.text}"')
        steps = heard.program.steps if heard.program else ()
        if steps:
            self._lines.append("I understood:")
        for number, step in enumerate(steps, start=1):
            words = f'   from "{step.words}"' if step.words else ""
            self._lines.append(f"  {number}. {step}{words}")
        self._lines += [f"  or: {other.program}" for other in heard.alternatives]
        self._lines.append("What happened:")

    def _tried(self, trace: tuple[str, ...]) -> None:
        if trace:
            self._lines += ["What I took each step for, and what spoke against it:", *(f"  - {line}" for line in trace)]

    def _happened(self, t_s: float, what: str) -> None:
        line = f"  {t_s:6.1f} s  {what}"
        if not self._lines or self._lines[-1] != line:
            self._lines.append(line)


def _end(state: str, sentence: str) -> str:
    return f"{'done' if state == 'succeeded' else 'not done'}. Why I stopped: {sentence}"
