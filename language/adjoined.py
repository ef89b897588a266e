"""What a word means by its neighbours: "to the left door" is no turn to the left, "the closer chair" no closer way to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from language.lexicon import Lexicon, Meaning

LEADING = ("to", "toward", "towards", "at")  # begin phrases such as "to the left" that may say which thing instead
COMPARED = {
    "near": "nearest", "nearer": "nearest", "closer": "nearest",
    "far": "farthest", "farther": "farthest", "further": "farthest",
}  # fmt: skip
MEASURING = ("as", "so", "how", "too")  # "as far"
NOUNS = ("kind", "place", "noun", "colour", "size", "material")
UNITS = ("length", "angle", "clock", "time", "block")
NUMBER_AFTER = ("hundred", "and", "or", "point")  # "one hundred", "one and a half"


class Adjoined(NamedTuple):
    length: int
    meaning: Meaning


def adjoined(words: Sequence[str], at: int, lexicon: Lexicon) -> Adjoined | None:
    """What stands at `at`, where its neighbours make it something else than the lexicon says; else None."""
    phrase = lexicon.longest(tuple(words), at)
    word, before = words[at], words[at - 1] if at else ""
    if phrase is not None and phrase[0] == 3 and phrase[1].category in ("side", "beside") and word in LEADING:
        leads = lexicon.meaning(word)
        return Adjoined(1, leads) if leads and _noun(words, _adjectives(words, at + 3), lexicon) else None
    compares = before not in MEASURING if word == "far" else before in ("the", "that")
    if word in COMPARED and compares and _noun(words, at + 1, lexicon):
        return Adjoined(1, Meaning("quantifier", COMPARED[word]))
    if word == "exit" and _is_verb(words, at, lexicon):
        return Adjoined(1, Meaning("verb", "leave"))
    return None


def _adjectives(words: Sequence[str], at: int) -> int:
    """Where "(left) hand (door)", "(left) or the right (door)" go on."""
    if words[at : at + 1] == ("or",):
        right = at + 1 + (words[at + 1 : at + 2] == ("the",))
        return right + 1 if words[right : right + 1] in (("left",), ("right",)) else at
    return at + (words[at : at + 1] in (("hand",), ("most",)))


def _noun(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Whether a known noun, with its adjectives, or "one" begins here."""
    if tuple(words[at : at + 1]) in (("one",), ("ones",)):
        after = lexicon.longest(tuple(words), at + 1)
        return words[at + 1 : at + 2] not in [(each,) for each in NUMBER_AFTER] and (
            after is None or after[1].category not in UNITS
        )
    phrase = lexicon.longest(tuple(words), at)
    return phrase is not None and phrase[1].category in NOUNS


def _is_verb(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """ "Exit the room", "then exit": a verb before an article, a place or a way, and between joints; "the exit" is none."""
    after = lexicon.longest(tuple(words), at + 1)
    before = lexicon.meaning(words[at - 1]) if at else None
    named = before is not None and (before.category in (*NOUNS, "ordinal", "quantifier", "side") or before.value == "det")
    if named or words[at - 1 : at] == ("next",):
        return False
    if after is not None and (after[1].value in ("det", "through", "into") or after[1].category == "place"):
        return True
    follows_joint = before is not None and before.category == "join"
    return follows_joint or (at == 0 and after is not None and after[1].category == "join")
