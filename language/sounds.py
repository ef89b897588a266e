"""How a word sounds, roughly: enough to find the word that was meant behind a typo or a mishearing."""

from __future__ import annotations

import re
from functools import cache, lru_cache

# Spelling to sound, in order. Upper case: one sound of two letters (S = sh, C = ch, T = th, N = ng).
RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"[^a-z]", ""), (r"^wh", "w"), (r"^wr", "r"), (r"^kn", "n"), (r"^x", "s"), (r"mb$", "m"), (r"ght", "t"),
        (r"ough", "o"), (r"gh", ""), (r"ph", "f"), (r"tch", "C"), (r"ch", "C"), (r"ti(?=on)", "S"),
        (r"tu(?=re)", "Cu"), (r"sh", "S"), (r"th", "T"), (r"ng(?![aeiou])", "N"), (r"ck", "k"), (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"), (r"dge", "j"), (r"g(?=e$)", "j"), (r"x", "ks"), (r"z", "s"),
        (r"(?<=[aeiou])r(?=[^aeiouy]|$)", "r"), (r"e$", ""), (r"(?<=[^aeiou])y", "i"), (r"(.)\1", r"\1"),
    ]
)  # fmt: skip
VOWELS = frozenset("aeiouy")
ALIKE = [set("bp"), set("dtT"), set("gkj"), set("vfw"), set("sST"), set("mnN"), set("rlw"), set("CSj")]
NEAR_VOWEL, NEAR_CONSONANT, FAR = 0.35, 0.5, 1.0


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """A rough pronunciation: "right" and "write" both give "rit"."""
    for pattern, replacement in RULES:
        word = pattern.sub(replacement, word)
    return word


@cache
def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in VOWELS and other in VOWELS:
        return NEAR_VOWEL
    if any(one in group and other in group for group in ALIKE):
        return NEAR_CONSONANT
    return FAR


@cache
def _loss(letter: str) -> float:
    return 0.5 if letter in VOWELS or letter in "hwr" else 0.8


def distance(one: str, other: str) -> float:
    """How far two pronunciations are apart: 0 is the same, 1 about one wrong sound."""
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _loss(letter))
    for letter in one:
        before, row = row, [row[0] + _loss(letter)]
        for index, match in enumerate(other):
            row.append(min(before[index] + _change(letter, match), before[index + 1] + _loss(letter), row[-1] + _loss(match)))
    return row[-1]


def spelling_distance(one: str, other: str) -> int:
    """Letters to change, add, drop or swap with their neighbour to make one word of the other."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, match in enumerate(other, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def skeleton(word: str) -> str:
    """The consonants of its sound, alike ones made one: words that are far apart here are far apart anyway."""
    return "".join(_leader(letter) for letter in sound(word) if letter not in VOWELS and letter not in "hw")


@cache
def _leader(letter: str) -> str:
    return next((min(group) for group in ALIKE if letter in group), letter)
