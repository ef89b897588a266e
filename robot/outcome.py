"""Watches the conversation on the bus and knows how the instruction goes and when it is over."""

from __future__ import annotations

from typing import Any

from robot.bus import Envelope, Topic
from robot.clock import to_ns
from robot.messages import Fault, MissionStatus, MotorState, Odometry, Say, Understanding
from robot.program import Program, is_reply
from robot.speech import Listening

STILL_MPS = 0.01
STILL_RADPS = 0.05
STILL_FOR_S = 0.5


class Outcome:
    """An observer: what was understood, how the mission stands, what was said, whether the car stands still."""

    def __init__(self) -> None:
        self.instruction = ""
        self.program: Program | None = None
        self.mission: MissionStatus | None = None
        self.said: list[str] = []
        self.faults: list[Fault] = []
        self.motors: MotorState | None = None
        self.answered = False
        self._refusal = ""
        self._listened = False
        self._moved_ns = 0
        self._now_ns = 0

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        self._now_ns = envelope.published_ns
        match envelope.message:
            case Odometry() as odometry:
                self._watch_motion(odometry)
            case MotorState() as motors:
                self.motors = motors
            case Understanding() as understanding:
                self._start(understanding)
            case MissionStatus() as status:
                self.mission = status
                self.answered |= status.state in ("succeeded", "failed")
            case Say() as say:
                self.said.append(say.text)
            case Listening(state="hearing"):
                self._listened = True
            case Fault() as fault:
                self.faults.append(fault)

    @property
    def still(self) -> bool:
        """Whether the car has stood for `STILL_FOR_S`, as its odometry feels it."""
        return self._now_ns - self._moved_ns >= to_ns(STILL_FOR_S)

    @property
    def over(self) -> bool:
        """Whether the last instruction has been answered (carried out or not) and the car stands."""
        return self.answered and self.still

    @property
    def settled(self) -> bool:
        """Whether there was an instruction and nothing of it is left to do."""
        if self.program is None:
            return bool(self.instruction)
        return self.mission is not None and self.mission.state in ("succeeded", "failed")

    @property
    def succeeded(self) -> bool:
        """The car's own word."""
        return self.mission is not None and self.mission.state == "succeeded"

    @property
    def reason(self) -> str:
        """One sentence: how it ended, or where it stands."""
        if self._refusal:
            return self._refusal
        if self.mission:
            return self.mission.sentence
        return "I listened, but heard no words" if self._listened else "nothing was asked"

    def acknowledge(self) -> None:
        """The answer has been taken note of: not over again before the next instruction is."""
        self.answered = False

    def _start(self, understanding: Understanding) -> None:
        running = self.mission is not None and self.mission.state == "running"
        if running and (understanding.program is None or is_reply(understanding.program)):
            return
        self.instruction = understanding.text
        self.program = understanding.program
        self.mission = None
        self.answered = understanding.program is None
        self._refusal = "" if understanding.program else understanding.sentence

    def _watch_motion(self, odometry: Odometry) -> None:
        if abs(odometry.speed_mps) > STILL_MPS or abs(odometry.turn_radps) > STILL_RADPS:
            self._moved_ns = self._now_ns
