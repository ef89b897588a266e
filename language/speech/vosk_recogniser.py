"""The recogniser that ships: Vosk (Kaldi), with our own small model or any of Vosk's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from language.speech import model_trial
from language.speech.alignment import shared
from language.speech.model_folder import ModelFolder, SpeechModelError, look_into
from language.speech.recogniser import NOTHING, UNKNOWN, TextCost, Transcript, Word
from models import archive
from models.runtime import HERE
from models.store import default_folder
from models.vosk.folder import read_late_s
from models.vosk.taught import with_words
from robot.speech import SAMPLE_RATE_HZ, Samples

SHIPPED = HERE / "speech"
ALTERNATIVES = 16
"""Texts that Vosk gives for one utterance to choose among."""
KEPT = 6
"""Of these so many go on to the parser; more hardly ever help it and cost time."""
PHRASING_SHARE = 0.5
"""How much a nat of a text's cost counts against one of its sound; chosen on made-up sentences (docs/models/speech.md)."""

ERRORS_ONLY = -2


class _Timed(msgspec.Struct):
    """One word as Vosk writes it."""

    word: str
    start: float = 0.0
    end: float = 0.0
    conf: float = 1.0


class _Text(msgspec.Struct):
    """One text as Vosk writes it; `confidence` is the logarithm of how likely it is, up to a constant."""

    text: str = ""
    confidence: float = 0.0
    result: list[_Timed] = []


class _Result(msgspec.Struct):
    alternatives: list[_Text] = []
    partial: str = ""


class VoskModel:
    """A loaded model: who knows which words. Load it once; its recognisers share it."""

    def __init__(self, folder: ModelFolder) -> None:
        import vosk

        vosk.SetLogLevel(ERRORS_ONLY)
        self.folder = folder
        self.vosk: Any = vosk
        self.loaded: Any = vosk.Model(str(folder.path))
        self.late_s = read_late_s(folder.path)

    def knows(self, word: str) -> bool:
        """Whether the model's lexicon has the word."""
        return bool(self.loaded.vosk_model_find_word(word) >= 0)

    def with_words(self, words: Iterable[str]) -> VoskModel:
        """A model that knows these words too, said as they are read. Raises SetupError where this model can't be taught any."""
        folder = with_words(self.folder.path, words, model_trial.default_file().with_name("speech-taught"))
        return self if folder == self.folder.path else VoskModel(look_into(folder))

    def recogniser(self, grammar: Iterable[str] = (), cost: TextCost | None = None) -> VoskRecogniser:
        """A recogniser for the phrases of a grammar, or for all words that the model knows where there is none.

        Words are heard in the order of the phrases, or nearly; what fits none is "[unk]". Raises SpeechModelError where the
        model takes no grammar, or knows not one of its words.
        """
        return VoskRecogniser(self, self._phrases(grammar), cost)

    def _phrases(self, grammar: Iterable[str]) -> list[str]:
        asked = [phrase.split() for phrase in grammar]
        if not asked:
            return []
        if not self.folder.takes_grammar:
            why = "takes no grammar (it has no graph/HCLr.fst): set `free: true`, or `--free` on the command line"
            raise SpeechModelError(f"the speech model {self.folder.path} {why}")
        known = {word: self.knows(word) for word in dict.fromkeys(word for words in asked for word in words)}
        phrases = [" ".join(words) for words in asked if words and all(known[word] for word in words)]
        if not phrases:
            raise SpeechModelError(f"the speech model {self.folder.path} knows none of the words {' '.join(known)[:80]}")
        return [*phrases, UNKNOWN] if self.knows(UNKNOWN) else phrases


class VoskRecogniser:
    """One stream of sound through a `VoskModel`; keeps to the protocol `Recogniser`."""

    def __init__(self, model: VoskModel, phrases: Sequence[str] = (), cost: TextCost | None = None) -> None:
        self._cost, self._late_s = cost, model.late_s
        grammar = (msgspec.json.encode(phrases).decode(),) if phrases else ()
        self._vosk = model.vosk.KaldiRecognizer(model.loaded, float(SAMPLE_RATE_HZ), *grammar)
        self._vosk.SetMaxAlternatives(ALTERNATIVES)
        self._vosk.SetWords(True)

    def accept(self, samples: Samples) -> Transcript | None:
        if not len(samples) or not self._vosk.AcceptWaveform(samples.tobytes()):
            return None
        return transcript(self._vosk.Result(), self._cost, self._late_s)

    def partial(self) -> str:
        return _read(self._vosk.PartialResult()).partial

    def finish(self) -> Transcript:
        return transcript(self._vosk.FinalResult(), self._cost, self._late_s)


def load(path: Path | None = None) -> VoskModel:
    """The model in a folder, by default the one that ships; SpeechModelError with what is wrong and what to do.

    In place of a folder it may be the name of a model that was pulled, such as vosk-small-en-us.
    """
    folder = look_into(_place(path) if path else SHIPPED)
    model_trial.check(folder)
    return VoskModel(folder)


def _place(path: Path) -> Path:
    """The folder that is meant."""
    pulled = None if path.exists() else archive.read().get(str(path))
    if pulled is None:
        return path
    if archive.state(pulled, default_folder()) == "not here":
        raise SpeechModelError(f"the speech model {path} is not here yet: get it with `python -m models pull {path}`")
    return default_folder() / pulled.folder


def transcript(result: str, cost: TextCost | None = None, late_s: float = 0.0) -> Transcript:
    """What Vosk wrote of an utterance, its likeliest texts, as a transcript; `cost` has a say in how likely they are.

    Its times are `late_s` too late.
    """
    found = [text for text in _read(result).alternatives if text.text.strip()]
    if not found:
        return NOTHING
    likely = [text.confidence - PHRASING_SHARE * cost(text.text) if cost else text.confidence for text in found]
    order = sorted(range(len(found)), key=lambda place: -likely[place])[:KEPT]
    shares = _shares([likely[place] for place in order])
    texts = [found[place].text.split() for place in order]
    best = found[order[0]]
    sure = shared(texts[0], texts, shares)
    timed = best.result or [_Timed(word) for word in texts[0]]
    words = tuple(_word(one, share, late_s) for one, share in zip(timed, sure, strict=False))
    others = tuple((" ".join(text), share) for text, share in zip(texts[1:], shares[1:], strict=True))
    return Transcript(words, shares[0], others)


def _word(timed: _Timed, sure: float, late_s: float) -> Word:
    return Word(timed.word, max(0.0, timed.start - late_s), max(0.0, timed.end - late_s), sure)


def _shares(logarithms: Sequence[float]) -> list[float]:
    """How likely each of several texts is, given that it is one of them."""
    best = max(logarithms)
    weights = [math.exp(value - best) for value in logarithms]
    return [weight / sum(weights) for weight in weights]


def _read(result: str) -> _Result:
    return msgspec.json.decode(result, type=_Result)
