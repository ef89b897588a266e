"""Numbers in words and digits: "a hundred and eighty", "2.5", "half a", "one eighty", "zero point five"."""

from __future__ import annotations

import re
from collections.abc import Sequence

DIGITS = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")
ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten "
        "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {word: 10 * (i + 2) for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
SCALES = {"hundred": 100, "thousand": 1000}
ALSO = {"fourty": "forty", "ninty": "ninety"}


def read_number(words: Sequence[str], start: int) -> tuple[int, float] | None:
    """The longest number that begins at `words[start]`: how many words it takes and its value, or None.

    "a" counts as one only before "hundred", "half" and the like; "a foot" is the caller's, who sees the unit.
    """
    reader = _Reader([ALSO.get(word, word) for word in words], start)
    value = reader.number()
    return None if value is None else (reader.at - start, value)


class _Reader:
    """Recursive descent over words; `at` is the next unread one."""

    def __init__(self, words: Sequence[str], at: int) -> None:
        self._words = words
        self.at = at

    def number(self) -> float | None:
        value = self._half_or_few()
        if value is None:
            value = self._digits()
        if value is None:
            value = self._cardinal()
            if value is not None and self._take("point"):
                return value + self._decimals()
        if value is not None and self._take("and", "a", "half"):
            return value + 0.5
        if value == 1 and self._peek() == "half":  # "one half metre"
            self.at += 1
            return 0.5
        return value

    def _half_or_few(self) -> float | None:
        for words, value in HALVES:
            if self._take(*words):
                return value
        return None

    def _digits(self) -> float | None:
        word = self._peek()
        if not DIGITS.fullmatch(word):
            return None
        self.at += 1
        return float(word)

    def _cardinal(self) -> float | None:
        start = self.at
        value = self._below_hundred()
        if value is None:
            bare = self._peek() == "hundred" and (self._peek(1) in {*ONES, *TENS, "and"})
            if not (bare or (self._peek() == "a" and self._peek(1) in SCALES)):
                return None
            self.at += 0 if bare else 1
            value = 1
        elif value <= 3 and self._peek() in TENS:  # "one eighty", but no "five ninety"
            return value * 100 + (self._below_hundred() or 0)
        elif value == 1 and self._peek() == "and" and self._peek(1) in TENS:  # "one [hundred] and eighty"
            self.at += 1
            return 100 + (self._below_hundred() or 0)
        total = self._scaled(value, start)
        return float(total)

    def _scaled(self, value: int, start: int) -> int:
        total = 0
        while self._peek() in SCALES:
            total += value * SCALES[self._peek()]
            self.at += 1
            before = self.at
            self._take("and")
            following = self._below_hundred()
            if following is None:
                self.at = before
                return total
            value = following
        return total + value

    def _below_hundred(self) -> int | None:
        word = self._peek()
        if word in ONES:
            self.at += 1
            return ONES[word]
        if word not in TENS:
            return None
        self.at += 1
        ones = ONES.get(self._peek(), 0)
        if 0 < ones < 10:
            self.at += 1
            return TENS[word] + ones
        return TENS[word]

    def _decimals(self) -> float:
        digits = ""
        while ONES.get(self._peek(), 10) < 10:
            digits += str(ONES[self._peek()])
            self.at += 1
        return float("0." + (digits or "0"))

    def _peek(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self._words[index] if index < len(self._words) else ""

    def _take(self, *words: str) -> bool:
        if tuple(self._words[self.at : self.at + len(words)]) != words:
            return False
        self.at += len(words)
        return True


HALVES: tuple[tuple[tuple[str, ...], float], ...] = (
    (("a", "half", "a"), 0.5),
    (("half", "a"), 0.5),
    (("half", "an"), 0.5),
    (("a", "half"), 0.5),
    (("half",), 0.5),
    (("a", "quarter", "of", "a"), 0.25),
    (("a", "couple", "of"), 2.0),
    (("a", "couple"), 2.0),
    (("a", "few"), 3.0),
    (("a", "dozen"), 12.0),
)
