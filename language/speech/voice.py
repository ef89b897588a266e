"""The node that speaks: says aloud what the car has to say, and says on the bus what that is."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import ClassVar, Literal

from language.lexicon import Lexicon, lexicon
from language.speech.speaker import NoVoiceError, SilentSpeaker, Speaker, espeak, piper
from language.stopping import plain_stops
from language.tokens import read_terms
from robot import topics
from robot.bus import reliable
from robot.messages import Say, StopRequest, Understanding
from robot.node import Node, NodeConfig, Wiring
from robot.program import Resume, Stop, Tell
from robot.speech import Listening, Speaking

PERIOD_S = 0.05
WAITING_SENTENCES = 4
"""More are old news: the oldest is left out."""
ANSWERED = (Resume, Stop, Tell)
"""Steps that are answered by what the car says next."""
RESTS = "come to rest"


class VoiceNode(Node):
    """MISSION_SAYS and UNDERSTANDING → sound, one sentence after the other. A stop, or a person who speaks, hushes it."""

    name: ClassVar[str] = "voice"

    class Config(NodeConfig, frozen=True):
        engine: Literal["espeak-ng", "piper", "silent"] = "espeak-ng"
        voice: str = "en-us"  # espeak-ng's name of it
        words_a_minute: int = 160
        piper_voice: str = ""  # the .onnx file

    def __init__(self, config: Config, speaker: Speaker | None = None) -> None:
        self._trouble = ""
        self._speaker = speaker or self._made(config)
        self._waiting: deque[str] = deque(maxlen=WAITING_SENTENCES)
        self._saying = ""
        self._now_ns = 0

    def wire(self, wiring: Wiring) -> None:
        self._speaking = wiring.publisher(topics.SPEAKING)
        self._says = wiring.publisher(topics.VOICE_SAYS)
        wiring.subscribe(topics.MISSION_SAYS, self._on_say, reliable(16))
        wiring.subscribe(topics.UNDERSTANDING, self._on_understanding, reliable(16))
        wiring.subscribe(topics.LISTENING, self._on_listening)
        for stop in (topics.KEYBOARD_STOP, topics.LANGUAGE_STOP, topics.SPEECH_STOP):
            wiring.subscribe(stop, self._on_stop, reliable(16))
        wiring.subscribe(topics.BUTTON_STOP, self._on_stop)
        wiring.every(PERIOD_S, self._tick)

    def close(self) -> None:
        self._speaker.hush()

    def _on_say(self, say: Say) -> None:
        self._waiting.append(say.text)

    def _on_understanding(self, heard: Understanding) -> None:
        """What it will do; what it didn't understand the mission says."""
        if heard.program is not None and heard.sentence and not all(isinstance(step, ANSWERED) for step in heard.program.steps):
            self._waiting.append(heard.sentence)

    def _on_listening(self, listening: Listening) -> None:
        if listening.addressed and listening.state != "off":
            self._hush()

    def _on_stop(self, stop: StopRequest) -> None:
        self._hush()

    def _tick(self, now_ns: int) -> None:
        self._now_ns = now_ns
        if self._trouble:
            self._says.publish(Say(t_ns=now_ns, text=self._trouble))
            self._trouble = ""
        if self._speaker.speaks(now_ns):
            return
        self._end()
        if self._waiting:
            self._say(self._waiting.popleft())

    def _say(self, text: str) -> None:
        self._saying = without_stops(text, lexicon())
        self._speaking.publish(Speaking(t_ns=self._now_ns, text=self._saying, on=True))
        self._speaker.say(self._saying, self._now_ns)

    def _end(self) -> None:
        if self._saying:
            self._speaking.publish(Speaking(t_ns=self._now_ns, text=self._saying, on=False))
            self._saying = ""
            self._trouble = self._speaker.failed()

    def _hush(self) -> None:
        """Break off, and forget what was still to be said."""
        self._waiting.clear()
        self._speaker.hush()
        self._end()

    def _made(self, config: Config) -> Speaker:
        """The voice that was asked for; a silent one where that isn't there, and what mends it is said."""
        try:
            match config.engine:
                case "espeak-ng":
                    return espeak(config.voice, config.words_a_minute)
                case "piper":
                    return piper(Path(config.piper_voice))
                case _:
                    return SilentSpeaker()
        except NoVoiceError as error:
            self._trouble = str(error)
            return SilentSpeaker()


def without_stops(text: str, words: Lexicon) -> str:
    """The text with other words where it says "stop": whoever hears that in the car's voice, it or another car, would stop."""
    text = text.replace('"', "")  # quotes can't be heard, and to the parser would hide what is in them
    read, terms = read_terms(text, words)
    for term in reversed(plain_stops(terms)):
        start, end = read.spans[term.start][0], read.spans[term.end - 1][1]
        text = text[:start] + RESTS + text[end:]
    return text
