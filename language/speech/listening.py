"""The node that listens: sound becomes words, and a "stop" among them stops the car before the sentence is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from language.lexicon import Lexicon, lexicon
from language.own_words import with_own_words
from language.speech.ear import Ear
from language.speech.grammar import FOREIGN_WORDS, Grammar, aside, grammar, instead
from language.speech.own_voice import OwnVoice
from language.speech.phrasing import Phrasing
from language.speech.recogniser import UNKNOWN, SpeechModel, Transcript
from language.speech.second_hearing import second_hearing
from language.speech.standing import Standing
from language.speech.stop import stops_in
from language.speech.surroundings import Surroundings
from language.words import split_words
from robot import topics
from robot.bus import reliable
from robot.clock import to_ns
from robot.errors import SetupError
from robot.lessons import TaughtKinds
from robot.messages import Say, StopRequest
from robot.node import LIGHT, Cost, Node, NodeConfig, Wiring
from robot.speech import PIECE, SAMPLE_RATE_HZ, Heard, HeardWord, Sound, Talk

WAITING_SOUNDS = 25 * SAMPLE_RATE_HZ // PIECE  # nearly half a minute: a busy board falls behind, but loses no "stop"
COST_OF_A_SECOND = 0.05
"""Seconds that our model takes for one of sound, on the laptop."""
LEARNING = Cost(0.6, "python")
"""Another grammar, and where a word is new another graph; measured on the laptop."""
QUIET_S = 0.5
TOLD = 5  # words that can't be heard are told by name; more are counted
NO_WAKE = 'I can\'t be called "{}", my speech model doesn\'t have these words: press the talk button.'


@dataclass
class _Utterance:
    """What is known of the one that is going on."""

    since_ns: int
    stops: Standing
    wakes: Standing
    text: str = ""
    addressed: bool = False


class ListeningNode(Node):
    """SOUND → HEARD, so far and at the end of each utterance; SPEECH_STOP as soon as a "stop" is heard, to the car or not.

    It has two ears: one for what is said to the car, with all that it understands, and one for other sound, in which only a
    "stop" and the wake word count.
    """

    name: ClassVar[str] = "listening"
    follows: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({"language": ("lexicon",)})

    class Config(NodeConfig, frozen=True):
        model: str = ""  # a Vosk model's folder; by default the model that ships
        free: bool = False  # any words the model knows, in place of those that the car understands
        stop_after_s: float = 0.2  # so long must a "stop" stand that isn't heard twice: it may still become another word
        stop_doubted_s: float = 0.4  # so long one that was heard again, and isn't one then; 0: nothing is heard twice
        stop_sure: float = 0.5  # the confidence that one must have where an utterance ends before it was acted on
        lexicon: str = ""  # as the language node's
        foreign: int = FOREIGN_WORDS  # how often unknown words are expected, against 12,000 sentences: more, and it asks more
        stands_out_db: float = 7.0  # so far must words stand out of the noise around them to be anybody's when they end
        wake_word: str = ""  # such as "hey car": said while the car listens to nobody, it is as good as the talk button

    def __init__(self, config: Config, model: SpeechModel | None = None) -> None:
        self._config = config
        self._words: Lexicon = with_own_words(Path(config.lexicon)) if config.lexicon else lexicon()
        self._model = model or _load(config.model)
        self._own_voice = OwnVoice(self._words)
        self._wake = " ".join(split_words(config.wake_word).words)
        self._to_learn: tuple[str, ...] = ()
        self._sound_ns = -to_ns(QUIET_S)  # when the last sound was over
        self._surroundings = Surroundings()
        told = grammar(self._words, self._model.knows, foreign=config.foreign)
        self._other_ear = self._other(told)
        self._hear(told, self._model, ())

    def wire(self, wiring: Wiring) -> None:
        self._heard = wiring.publisher(topics.HEARD)
        self._stop = wiring.publisher(topics.SPEECH_STOP)
        self._woken = wiring.publisher(topics.WOKEN)
        self._says = wiring.publisher(topics.LISTENING_SAYS)
        wiring.subscribe(topics.SOUND, self._on_sound, reliable(WAITING_SOUNDS))
        wiring.subscribe(topics.SPEAKING, self._own_voice.hear, reliable(16))
        wiring.subscribe(topics.TAUGHT, self._on_taught)
        wiring.every(1.0, self._tick)

    # ---- the ears --------------------------------------------------------------------------------------------

    def _begin(self, taught: tuple[str, ...]) -> None:
        """An ear for what the car may be told now."""
        model = _with_names(self._model, taught)
        self._hear(grammar(self._words, model.knows, taught, foreign=self._config.foreign), model, taught)

    def _hear(self, told: Grammar, model: SpeechModel, taught: tuple[str, ...]) -> None:
        self._usual = None if self._config.free else Phrasing(told.sentences, self._words, told.names)
        again = self._config.stop_doubted_s > 0 and not self._config.free
        self._second = second_hearing(model, told, self._words) if again else None
        self._told_ear = Ear(model.recogniser(told.phrases, self._usual.cost) if self._usual else model.recogniser())
        self._ear = self._told_ear
        self._taught = taught
        self._utterance = self._new(0)
        self._untold = " ".join(filter(None, [_missing(told, self._words), self._deaf_to]))

    def _other(self, told: Grammar) -> Ear:
        """An ear for sound that isn't meant for the car."""
        model = _with_names(self._model, [self._wake])
        hears = all(map(model.knows, self._wake.split()))
        self._deaf_to = "" if hears else NO_WAKE.format(self._wake)
        return Ear(model.recogniser(() if self._config.free else aside(told, self._wake if hears else "")))

    def _on_taught(self, taught: TaughtKinds) -> Cost | None:
        self._to_learn = taught.kinds
        return LEARNING if self._learn(taught.t_ns) else None

    def _learn(self, now_ns: int) -> bool:
        """Learn new names, but between stretches of sound only: it takes so long that a "stop" would have to wait."""
        if self._to_learn == self._taught or now_ns - self._sound_ns < to_ns(QUIET_S):
            return False
        self._begin(self._to_learn)
        return True

    def _tick(self, now_ns: int) -> None:
        self._learn(now_ns)
        if self._untold:
            self._says.publish(Say(t_ns=now_ns, text=self._untold))
            self._untold = ""

    # ---- what comes in ----------------------------------------------------------------------------------------------

    def _on_sound(self, sound: Sound) -> Cost:
        ear = self._told_ear if sound.addressed else self._other_ear
        if ear is not self._ear:
            self._ended(self._ear.end())  # nothing of a stretch is left for the next of its kind
            self._ear = ear
            self._utterance = self._new(sound.t_ns)
        ended = ear.take(sound)
        self._surroundings.take(sound, ear.until_ns)
        if self._second:
            self._second.take(sound.samples)
        self._sound_ns = ear.until_ns
        self._utterance.addressed |= sound.addressed
        if ended is None:
            self._so_far(ear.partial())
        else:
            self._ended(ended)
        heard_s = len(sound.samples) / SAMPLE_RATE_HZ + (self._second.spent_s() if self._second else 0.0)
        return Cost(LIGHT.seconds + COST_OF_A_SECOND * heard_s, "network")

    def _so_far(self, text: str) -> None:
        now, until_ns = self._utterance, self._ear.until_ns
        if now.stops.so_far(self._stops(text), until_ns, self._second.has_stop if self._second else None):
            self._ask_to_stop(until_ns)
        if now.wakes.so_far(self._wakes(text), until_ns):
            self._woken.publish(Talk(t_ns=until_ns, button="tap"))
        if text != now.text:
            now.text = text
            self._heard.publish(Heard(t_ns=until_ns, text=text, addressed=now.addressed, final=False))

    def _ended(self, transcript: Transcript) -> None:
        words = self._ear.placed(transcript.words)
        if words and self._surroundings.lift_db(words[0].start_ns, words[-1].end_ns) >= self._config.stands_out_db:
            self._said(transcript, words)
        self._utterance = self._new(self._ear.until_ns)

    def _said(self, transcript: Transcript, words: tuple[HeardWord, ...]) -> None:
        """The utterance is over, and somebody's."""
        now, until_ns = self._utterance, self._ear.until_ns
        if now.stops.ended(self._stops(_known(transcript, self._config.stop_sure))):
            self._ask_to_stop(until_ns)
        if now.wakes.ended(self._wakes(transcript.text)):
            self._woken.publish(Talk(t_ns=until_ns, button="tap"))
        own = self._own_voice.said([word.text for word in words], words[0].start_ns, until_ns)
        self._heard.publish(Heard(
            t_ns=until_ns, text=transcript.text, words=words, confidence=transcript.confidence, others=transcript.others,
            addressed=now.addressed and not own, unusual=self._usual.unusual(transcript.text) if self._usual else 0.0,
        ))  # fmt: skip

    def _new(self, since_ns: int) -> _Utterance:
        once, twice = to_ns(self._config.stop_after_s), to_ns(self._config.stop_doubted_s)
        return _Utterance(since_ns, Standing(twice if self._second else once), Standing(once))

    def _stops(self, text: str) -> int:
        """How many "stop" are in it, without those that the car says itself."""
        return stops_in(text, self._words) - self._own_voice.stops(self._utterance.since_ns, self._ear.until_ns)

    def _wakes(self, text: str) -> int:
        """How often the car is called in what isn't said to it anyway."""
        return 0 if self._utterance.addressed or not self._wake else f" {text} ".count(f" {self._wake} ")

    def _ask_to_stop(self, t_ns: int) -> None:
        self._stop.publish(StopRequest(t_ns=t_ns, source="speech"))


def _known(transcript: Transcript, sure: float) -> str:
    """The text, with unknown words in the place of those that are not so sure."""
    return " ".join(word.text if word.confidence >= sure else UNKNOWN for word in transcript.words)


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
