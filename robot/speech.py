"""What is said on the bus about sound: what the microphone took up, what was heard in it, what the car itself says aloud."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from robot.messages import Message

SAMPLE_RATE_HZ = 16_000
Samples = npt.NDArray[np.int16]
PIECE = SAMPLE_RATE_HZ // 20
"""Samples in one message at the most: a "stop" must not wait for the rest of a long one."""


class Sound(Message, frozen=True):
    """A piece of sound, mono at 16,000 Hz: `samples` (N,) int16, about 800 of them; `t_ns` is the time of the first.

    `gap` samples were lost before it. `addressed`: the person talks to the car (a key is held, the wake word was said), and not
    only "stop" counts. `ends`: whatever follows is another stretch (the gate closed, the key was let go, the file is over).
    """

    samples: Samples
    gap: int = 0
    addressed: bool = True
    ends: bool = False


class Listening(Message, frozen=True):
    """What the microphone is doing, to be shown: `level_db` below full scale; `problem` is "" or says why there is no sound.

    "off": it takes up nothing. "waiting": it is open, and quiet. "hearing": sound goes on to the recogniser. `addressed`: as in
    `Sound`; the car then holds its tongue.
    """

    state: Literal["off", "waiting", "hearing"]
    addressed: bool = False
    level_db: float = -96.0
    problem: str = ""


class Talk(Message, frozen=True):
    """The talk button: "down" and "up" where it is held, "tap" where only presses can be told, as by a terminal."""

    button: Literal["down", "up", "tap"]


class HeardWord(msgspec.Struct, frozen=True, kw_only=True):
    """One word, when it was said on the clock, and how sure that is (0…1)."""

    text: str
    start_ns: int
    end_ns: int
    confidence: float


class Heard(Message, frozen=True):
    """What was heard up to `t_ns`, so far or, where `final`, of a whole utterance; "[unk]" stands for words out of its ken.

    `confidence` (0…1) is that of the whole text, `others` are the next likely ones with theirs, best first. `addressed`: it was
    said to the car, and is not its own voice. `unusual`: how seldom its words follow each other in what is said to a car, nats
    a word; 0 where nobody knows.
    """

    text: str
    words: tuple[HeardWord, ...] = ()
    confidence: float = 1.0
    others: tuple[tuple[str, float], ...] = ()
    addressed: bool = True
    final: bool = True
    unusual: float = 0.0


class Speaking(Message, frozen=True):
    """The car says `text` aloud from now on, or, where `on` is false, has said it or was interrupted."""

    text: str
    on: bool
