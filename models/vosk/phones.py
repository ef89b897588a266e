"""The sounds our models tell apart, and the numbers Kaldi knows them by.

Sounds are ARPAbet's as in CMUdict, without stress, and silence. Kaldi's graphs use one phone for each place of a sound in its
word (begin, end, inside, alone), so that word boundaries can be read off a path; all places of a sound share one output of
the network. Every phone is one state that is left with probability a half, so phone p has two transitions: 2p-1 stays, 2p
leaves.
"""

from __future__ import annotations

SILENCE = "SIL"
ARPABET = tuple("AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split())
SOUNDS = (SILENCE, *ARPABET)
"""The network's outputs, in order."""
NUMBER = {sound: index for index, sound in enumerate(SOUNDS)}
PLACES = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}
PHONES = (SILENCE, *(f"{sound}_{place}" for sound in ARPABET for place in PLACES))
"""Kaldi's phones, in order; the first has number 1."""
PHONE = {name: number for number, name in enumerate(PHONES, start=1)}


def placed(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """A word's sounds as phones: ("K", "AH", "P") → ("K_B", "AH_I", "P_E")."""
    if len(sounds) == 1:
        return (f"{sounds[0]}_S",)
    return (f"{sounds[0]}_B", *(f"{sound}_I" for sound in sounds[1:-1]), f"{sounds[-1]}_E")


def output(phone: str) -> int:
    """The network's output that stands for a phone."""
    return NUMBER[phone.split("_")[0]]


def staying(phone: str) -> int:
    """The transition from a phone's state to itself."""
    return 2 * PHONE[phone] - 1


def leaving(phone: str) -> int:
    """The transition out of a phone's state."""
    return 2 * PHONE[phone]


def word_boundaries() -> str:
    """The text of `word_boundary.int`."""
    lines = [f"{PHONE[SILENCE]} nonword"]
    lines += [f"{number} {PLACES[name.split('_')[1]]}" for name, number in PHONE.items() if name != SILENCE]
    return "\n".join(lines) + "\n"
