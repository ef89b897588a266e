"""espeak-ng as a teacher: it speaks a sentence and tells when each sound begins, through its library's events."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from models.train.data import DataError
from models.train.speech.corpus import Samples, Segment
from models.train.speech.resample import to_rate
from models.vosk.espeak import sounds_of

LIBRARY = "libespeak-ng.so.1"
RETRIEVE, PHONEME_EVENTS, PHONEME, UTF8 = 2, 1, 7, 1
SPEED, PITCH, RANGE = 1, 3, 4
"""espeak-ng's numbers for what is asked (`speak_lib.h`)."""

ACCENTS = ("en-us", "en-us", "en-us", "en-us-nyc", "en", "en-gb-scotland", "en-029")
THROATS = (
    "",
    "m1",
    "m2",
    "m3",
    "m5",
    "m6",
    "m8",
    "f1",
    "f2",
    "f4",
    "klatt",
    "klatt3",
    "Alex",
    "Alicia",
    "Andy",
    "Annie",
    "Denis",
    "Diogo",
    "Gene",
    "Jacky",
    "Lee",
    "Marco",
    "Michael",
    "Mike",
    "Storm",
    "adam",
    "anika",
    "antonio",
    "aunty",
    "belinda",
    "benjamin",
    "boris",
    "caleb",
    "david",
    "ed",
    "edward",
    "iven",
    "john",
    "linda",
    "max",
    "michel",
    "pablo",
    "paul",
    "quincy",
    "rob",
    "robert",
    "sandro",
    "shelby",
    "steph",
    "travis",
    "victor",
    "zac",
)
HELD_OUT_ACCENTS = ("en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd")
HELD_OUT_THROATS = ("m4", "m7", "f3", "f5", "klatt2", "klatt4")
"""Never trained on; with them the model is judged."""


class _Name(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("string", ctypes.c_char * 8))


class _Id(ctypes.Union):
    _fields_ = (("name", _Name), ("pointer", ctypes.c_void_p))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("unique", ctypes.c_uint), ("text_position", ctypes.c_int), ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int), ("sample", ctypes.c_int), ("user_data", ctypes.c_void_p), ("id", _Id),
    )  # fmt: skip


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """One synthesiser: the library holds one voice at a time."""

    def __init__(self) -> None:
        try:
            self._library: Any = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise DataError(f"{LIBRARY} can't be loaded: {error}; apt-get install espeak-ng") from None
        self._rate_hz = int(self._library.espeak_Initialize(RETRIEVE, 0, None, PHONEME_EVENTS))
        self._pieces: list[Samples] = []
        self._begins: list[tuple[float, str]] = []
        self._callback: Callable[..., int] = _Callback(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: str, words_a_minute: int, pitch: int) -> tuple[Samples, list[Segment]]:
        """Samples at 16 kHz and their sounds; `pitch` from 0 to 99. Raises DataError for a voice that isn't there."""
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise DataError(f"espeak-ng has no voice {voice!r}")
        for parameter, value in ((SPEED, words_a_minute), (PITCH, pitch), (RANGE, 50)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._pieces, self._begins = [], []
        encoded = text.encode()
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, UTF8, None, None)
        samples = np.concatenate([np.zeros(0, np.int16), *self._pieces])
        return to_rate(samples, self._rate_hz), self._segments(len(samples) / self._rate_hz)

    def _take(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).astype(np.int16))
        index = 0
        while events[index].type:
            if events[index].type == PHONEME:
                self._begins.append(
                    (events[index].sample / self._rate_hz, events[index].id.name.string.decode(errors="replace"))
                )
            index += 1
        return 0

    def _segments(self, end_s: float) -> list[Segment]:
        """Each sound lasts until the next begins; two that espeak-ng says as one share its time."""
        segments = []
        ends = [begin_s for begin_s, _ in self._begins[1:]] + [end_s]
        for (begin_s, name), until_s in zip(self._begins, ends, strict=True):
            sounds = sounds_of(name)
            for index, sound in enumerate(sounds):
                share = (until_s - begin_s) / len(sounds)
                segments.append(Segment(sound, begin_s + index * share, begin_s + (index + 1) * share))
        return segments


@cache
def held_out_voices() -> tuple[str, ...]:
    """Voices that nothing was trained on: other accents, and other throats with a known accent."""
    return (*HELD_OUT_ACCENTS, *(f"en-us+{throat}" for throat in HELD_OUT_THROATS))
