"""How words are pronounced, asked of espeak-ng: for names that no dictionary has, and for labels of synthesised speech.

espeak-ng tells the sounds of its own voices; here they become ours (models/vosk/phones.py). The names on the left are espeak-
ng's for English (`phsource/ph_english*` in its sources); a mark of stress or length that it adds does not change the sound.
"""

from __future__ import annotations

import shutil
import subprocess

from models.vosk.phones import SILENCE
from robot.errors import SetupError

Sounds = tuple[str, ...]
_TABLE = """
@ AH | @2 AH | @5 AH | @- AH | @L AH L | 3 ER | 3: ER | VR ER | V AH | V3 AH | a AE | aa AE | a# AH | a2 AE | A AA
A: AA | A@ AA R | E EH | E2 EH | e@ EH R | e EY | e: EY | eI EY | i: IY | i IY | i2 IY | I IH | I2 IH | I# IH | i@ IH R
i@3 IH R | I@ IH R | IR ER | 0 AA | 02 AA | 0# AA | O AO | O2 AO | O: AO | O@ AO R | o@ AO R | o: OW | o OW | oU OW
OI OY | aI AY | aI2 AY | aI@ AY ER | aI3 AY ER | aU AW | aU@ AW ER | U UH | U2 UH | U@ UH R | u: UW | u UW | u2 UW
8 AH | Y UW | y UW | W AW | @U OW | A~ AA | O~ AO | 3` ER | ER ER | b B | d D | f F | g G | h HH | j Y | k K | l L
l^ L | L L | m M | n N | n^ N | N NG | p P | r R | r- R | R R | R2 R | s S | S SH | t T | t2 T | t# T | t[ T | d# D
T TH | D DH | v V | w W | w# W | hw W | z Z | Z ZH | tS CH | dZ JH | x K | X K | C HH | Q G | ? T | n- AH N | m- AH M
l- AH L | tS; CH | *- R | * R
""".replace("\n", "|")
SOUNDS: dict[str, Sounds] = {
    line.split()[0]: tuple(line.split()[1:]) for line in _TABLE.split("|") if line.strip()
}  # fmt: skip
NOTHING = frozenset({"", ";", "-", "'", ",", "%", "=", "||", ":", "^", '"'})
"""Marks that are no sounds."""


class PronunciationError(SetupError, RuntimeError):
    """A word can't be pronounced; the text says why and what to do."""


def sounds_of(name: str) -> Sounds:
    """Our sounds for one of espeak-ng's; pauses, which begin with `_`, are silence. Raises PronunciationError for what isn't
    English.
    """
    name = name.strip("',%=;|\"")
    if name.startswith("_"):
        return (SILENCE,)
    if name in NOTHING:
        return ()
    plain = name if name in SOUNDS else name.rstrip(":")
    if plain not in SOUNDS:
        raise PronunciationError(f"espeak-ng's sound {name!r} is none of English; spell the word as an English one would be")
    return SOUNDS[plain]


def pronounce(word: str, voice: str = "en-us", spoken: str = "{}") -> Sounds:
    """The sounds of a word, as an English voice of espeak-ng reads it: none twice in a row. Raises PronunciationError.

    `spoken` is a sentence with {} for the word: "the" and "to" sound otherwise within one.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        raise PronunciationError(f"without espeak-ng nobody knows how {word!r} sounds: sudo apt-get install espeak-ng")
    command = [program, "-q", "-x", "--sep=_", "-v", voice, "--stdin"]
    done = subprocess.run(command, input=spoken.format(word).encode(), capture_output=True, timeout=10, check=False)
    before, after = (len(part.split()) for part in spoken.split("{}"))
    read = done.stdout.decode(errors="replace").split()
    told = [sound for part in read[before : len(read) - after] for name in part.split("_") for sound in sounds_of(name)]
    sounds = tuple(sound for sound, last in zip(told, ["", *told], strict=False) if sound not in (last, SILENCE))
    if done.returncode or not sounds:
        raise PronunciationError(
            f"espeak-ng can't read {word!r}: {done.stderr.decode(errors='replace').strip() or 'no sounds'}"
        )
    return sounds
