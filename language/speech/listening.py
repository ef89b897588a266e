"""The node that listens: sound becomes words, and a "stop" among them stops the car before the sentence is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from language.lexicon import Lexicon, lexicon
from language.own_words import with_own_words
from language.speech.grammar import Grammar, grammar, instead
from language.speech.own_voice import OwnVoice
from language.speech.recogniser import Recogniser, SpeechModel, Transcript, Word
from language.speech.stop import stops_in
from language.speech.timeline import Timeline
from language.words import split_words
from robot import topics
from robot.bus import reliable
from robot.clock import to_ns
from robot.errors import SetupError
from robot.lessons import TaughtKinds
from robot.messages import Say, StopRequest
from robot.node import LIGHT, Cost, Node, NodeConfig, Wiring
from robot.speech import SAMPLE_RATE_HZ, Heard, HeardWord, Sound

WAITING_SOUNDS = 256  # nearly half a minute: a busy board falls behind, but loses no "stop"
COST_OF_A_SECOND = 0.03
"""Seconds that our model takes for one of sound, on the laptop."""
TOLD = 5  # words that can't be heard are told by name; more are counted


@dataclass
class _Utterance:
    """What is known of the one that is going on."""

    since_ns: int = 0
    text: str = ""
    stops: int = 0
    """How many "stop" were acted on."""
    doubtful: list[int] = field(default_factory=list)
    """Since when each further one has stood in what was heard so far."""
    addressed: bool = False


class ListeningNode(Node):
    """SOUND → HEARD, so far and at the end of each utterance; SPEECH_STOP as soon as a "stop" is heard, to the car or not."""

    name: ClassVar[str] = "listening"
    follows: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({"language": ("lexicon",)})

    class Config(NodeConfig, frozen=True):
        model: str = ""  # a Vosk model's folder; by default the model that ships
        free: bool = False  # any words the model knows, in place of those that the car understands
        stop_after_s: float = 0.3  # so long must a "stop" stand: as it begins, it may still become another word
        lexicon: str = ""  # as the language node's

    def __init__(self, config: Config, model: SpeechModel | None = None) -> None:
        self._config = config
        self._words: Lexicon = with_own_words(Path(config.lexicon)) if config.lexicon else lexicon()
        self._model = model or _load(config.model)
        self._own_voice = OwnVoice(self._words)
        self._untold = ""
        self._taught: tuple[str, ...] = ()
        self._begin(self._taught)

    def wire(self, wiring: Wiring) -> None:
        self._heard = wiring.publisher(topics.HEARD)
        self._stop = wiring.publisher(topics.SPEECH_STOP)
        self._says = wiring.publisher(topics.LISTENING_SAYS)
        wiring.subscribe(topics.SOUND, self._on_sound, reliable(WAITING_SOUNDS))
        wiring.subscribe(topics.SPEAKING, self._own_voice.hear, reliable(16))
        wiring.subscribe(topics.TAUGHT, self._on_taught)
        wiring.every(1.0, self._tick)

    # ---- the recogniser ---------------------------------------------------------------------------------------------

    def _begin(self, taught: tuple[str, ...]) -> None:
        """A recogniser for what the car may be told now."""
        model = _with_names(self._model, taught)
        told: Grammar = grammar(self._words, model.knows, taught)
        self._recogniser: Recogniser = model.recogniser(() if self._config.free else told.phrases)
        self._taught = taught
        self._timeline = Timeline()
        self._utterance = _Utterance()
        self._untold = _missing(told, self._words)

    def _on_taught(self, taught: TaughtKinds) -> None:
        if taught.kinds != self._taught:
            self._begin(taught.kinds)

    def _tick(self, now_ns: int) -> None:
        if self._untold:
            self._says.publish(Say(t_ns=now_ns, text=self._untold))
            self._untold = ""

    # ---- what comes in ----------------------------------------------------------------------------------------------

    def _on_sound(self, sound: Sound) -> Cost:
        until_ns = self._timeline.take(sound)
        self._utterance.addressed |= sound.addressed
        ended = self._recogniser.accept(sound.samples)
        if ended is None and sound.ends:
            ended = self._recogniser.finish()
        if ended is None:
            self._so_far(self._recogniser.partial(), until_ns)
        else:
            self._ended(ended, until_ns)
        return Cost(LIGHT.seconds + COST_OF_A_SECOND * len(sound.samples) / SAMPLE_RATE_HZ, "network")

    def _so_far(self, text: str, until_ns: int) -> None:
        now = self._utterance
        further = max(0, self._further_stops(text, until_ns))
        now.doubtful = (now.doubtful + [until_ns] * further)[:further]
        if now.doubtful and until_ns - now.doubtful[0] >= to_ns(self._config.stop_after_s):
            now.doubtful.pop(0)
            self._ask_to_stop(until_ns)
        if text != now.text:
            now.text = text
            self._heard.publish(Heard(t_ns=until_ns, text=text, addressed=now.addressed, final=False))

    def _ended(self, transcript: Transcript, until_ns: int) -> None:
        if self._further_stops(transcript.text, until_ns) > 0:
            self._ask_to_stop(until_ns)
        words = tuple(self._placed(word) for word in transcript.words)
        if words:
            own = self._own_voice.said([word.text for word in words], words[0].start_ns, until_ns)
            self._heard.publish(Heard(
                t_ns=until_ns, text=transcript.text, words=words, confidence=transcript.confidence, others=transcript.others,
                addressed=self._utterance.addressed and not own,
            ))  # fmt: skip
        self._utterance = _Utterance(since_ns=until_ns)

    def _further_stops(self, text: str, until_ns: int) -> int:
        """How many more "stop" are in it than were acted on, and than the car says itself."""
        now = self._utterance
        return stops_in(text, self._words) - now.stops - self._own_voice.stops(now.since_ns, until_ns)

    def _ask_to_stop(self, t_ns: int) -> None:
        self._utterance.stops += 1
        self._stop.publish(StopRequest(t_ns=t_ns, source="speech"))

    def _placed(self, word: Word) -> HeardWord:
        start_ns, end_ns = self._timeline.at(word.start_s), self._timeline.at(word.end_s)
        return HeardWord(text=word.text, start_ns=start_ns, end_ns=end_ns, confidence=word.confidence)


def _load(path: str) -> SpeechModel:
    from language.speech.vosk_recogniser import load

    return load(Path(path) if path else None)


def _with_names(model: SpeechModel, names: Iterable[str]) -> SpeechModel:
    """The model with the words of taught names; one that can't be taught stays as it is, and the words are told as missing."""
    words = [word for name in names for word in split_words(name).words if not model.knows(word)]
    try:
        return model.with_words(words) if words else model
    except SetupError:
        return model


def _missing(told: Grammar, words: Lexicon) -> str:
    """The sentence about words that can't be heard, "" where all can."""
    if not told.missing:
        return ""
    named = [f"{word} (say {other})" if (other := instead(word, words, told.missing)) else word for word in told.missing[:TOLD]]
    more = f" and {len(told.missing) - TOLD} more" if len(told.missing) > TOLD else ""
    return f"I can't hear these words, my speech model doesn't have them: {', '.join(named)}{more}."
