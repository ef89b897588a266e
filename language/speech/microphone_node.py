"""The node with the microphone: what is worth hearing goes on the bus, and that it listens is always to be seen."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import msgspec
import numpy as np

from language.speech.attention import Attention, AttentionConfig, Heeds
from language.speech.gate import Gate, GateConfig
from language.speech.level import Meter
from robot import topics
from robot.bus import reliable
from robot.clock import to_ns
from robot.drivers import Microphone
from robot.messages import MotorState, Question, Understanding
from robot.node import Cost, Node, NodeConfig, Wiring
from robot.speech import SAMPLE_RATE_HZ, Heard, Listening, Sound, Speaking, Talk

SHOWN_EVERY_S = 0.25
BREATH_S = 0.5
"""Between a question's words and the voice that begins to say them, at most."""
NOTHING = Heeds(hears=False, addressed=False)


class MicrophoneNode(Node):
    """MICROPHONE → SOUND, in stretches, and LISTENING.

    Sound goes on while the talk button is pressed, in `mode: open` while the gate is; and whatever the mode, all the time while
    the car moves, for a "stop" (`addressed` is then false); so it does where the gate opens and there is a wake word. What
    isn't sent on is forgotten after `before_s`.
    """

    name: ClassVar[str] = "microphone"
    needs: ClassVar[tuple[str, ...]] = ("microphone",)
    follows: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({"listening": ("wake_word",)})

    class Config(NodeConfig, frozen=True):
        poll_s: float = 0.05
        pressed: bool = False  # as if somebody tapped the talk button at the start
        before_s: float = 0.4  # how much from before the gate opened goes along: it opens within the first sound
        attention: AttentionConfig = AttentionConfig()
        gate: GateConfig = GateConfig()
        wake_word: str = ""  # as the listening node's

    def __init__(self, config: Config, microphone: Microphone) -> None:
        self._config, self._microphone = config, microphone
        self._attention = Attention(config.attention, bool(config.wake_word.strip()))
        self._gate, self._meter = Gate(config.gate), Meter()
        self._before: deque[Sound] = deque()
        self._heeds = NOTHING
        self._shown = Listening(t_ns=0, state="off")
        self._to_press = config.pressed
        self._spoken_to = False  # whether the person speaks rather than types
        self._asked_ns: int | None = None
        self._speaks = False

    def wire(self, wiring: Wiring) -> None:
        self._sound = wiring.publisher(topics.SOUND)
        self._listening = wiring.publisher(topics.LISTENING)
        for talk in (topics.TALK, topics.BUTTON, topics.WOKEN):
            wiring.subscribe(talk, self._on_talk, reliable(64))
        wiring.subscribe(topics.MOTORS, self._on_motors)
        wiring.subscribe(topics.HEARD, self._on_heard, reliable(64))
        wiring.subscribe(topics.UNDERSTANDING, self._on_understanding, reliable(16))
        wiring.subscribe(topics.QUESTION, self._on_question, reliable(16))
        wiring.subscribe(topics.SPEAKING, self._on_speaking, reliable(16))
        wiring.every(self._config.poll_s, self._tick, Cost(200e-6))

    def _on_talk(self, talk: Talk) -> None:
        self._attention.button(talk.button, talk.t_ns)

    def _on_motors(self, motors: MotorState) -> None:
        if motors.left_v or motors.right_v:
            self._attention.moves(motors.t_ns)

    def _on_heard(self, heard: Heard) -> None:
        if heard.final and heard.addressed and heard.text:
            self._spoken_to = True
            self._attention.understood()

    def _on_understanding(self, understanding: Understanding) -> None:
        """What was said was no program, so the car asked back or told why not: the person has the next word."""
        if self._spoken_to and understanding.program is None:
            self._asked_ns = understanding.t_ns

    def _on_question(self, question: Question) -> None:
        if self._spoken_to and question.open:
            self._asked_ns = question.t_ns

    def _on_speaking(self, speaking: Speaking) -> None:
        self._speaks = speaking.on

    def _invite(self, now_ns: int) -> None:
        """Once the car has asked its question, aloud where it has a voice."""
        if self._asked_ns is not None and not self._speaks and now_ns - self._asked_ns >= to_ns(BREATH_S):
            self._asked_ns = None
            self._attention.invite(now_ns)

    def _tick(self, now_ns: int) -> None:
        if self._to_press:
            self._to_press = False
            self._attention.button("tap", now_ns)
        self._invite(now_ns)
        for sound in self._microphone.read(now_ns):
            self._take(sound)
        if self._microphone.problem and self._heeds.hears:
            self._stop_hearing(now_ns)
        self._show(now_ns)

    # ---- sound -------------------------------------------------------------------------------------------------------

    def _take(self, sound: Sound) -> None:
        duration_s = len(sound.samples) / SAMPLE_RATE_HZ
        voice = self._gate.hear(sound.samples, noisy=self._attention.moving(sound.t_ns))
        self._meter.hear(self._gate.level_db, duration_s)
        heeds = self._attention.heeds(sound.t_ns, voice)
        if heeds.hears:
            self._pass_on(sound, heeds)
        elif self._heeds.hears:
            self._sound.publish(msgspec.structs.replace(sound, addressed=self._heeds.addressed, ends=True))
        self._heeds = heeds
        self._remember(sound)

    def _pass_on(self, sound: Sound, heeds: Heeds) -> None:
        if heeds != self._heeds:
            if self._heeds.hears:
                self._stop_hearing(sound.t_ns)
            for earlier in self._before:
                self._sound.publish(msgspec.structs.replace(earlier, addressed=heeds.addressed))
        self._sound.publish(msgspec.structs.replace(sound, addressed=heeds.addressed))

    def _stop_hearing(self, t_ns: int) -> None:
        """End the stretch, without more sound."""
        nothing = np.zeros(0, np.int16)
        self._sound.publish(Sound(t_ns=t_ns, samples=nothing, addressed=self._heeds.addressed, ends=True))
        self._heeds = NOTHING

    def _remember(self, sound: Sound) -> None:
        self._before.append(sound)
        while self._before and self._before[0].t_ns <= sound.t_ns - to_ns(self._config.before_s):
            self._before.popleft()

    # ---- what people see ---------------------------------------------------------------------------------------------

    def _show(self, now_ns: int) -> None:
        problem, heeds = self._microphone.problem, self._heeds
        off = bool(problem) or self._attention.resting(now_ns)
        now = Listening(
            t_ns=now_ns, state="hearing" if heeds.hears else "off" if off else "waiting", addressed=heeds.addressed,
            level_db=round(self._meter.level_db, 1), problem=problem,
        )  # fmt: skip
        last = self._shown
        changed = (now.state, now.addressed, now.problem) != (last.state, last.addressed, last.problem)
        if changed or now_ns - last.t_ns >= to_ns(SHOWN_EVERY_S):
            self._shown = now
            self._listening.publish(now)

    def close(self) -> None:
        """The microphone stays open: who built it closes it, and a restarted node goes on with it."""
