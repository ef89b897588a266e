"""Patterns of sentences: `go to (the | a) [red] <thing>`, drawn from as often as wished."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

TOKEN = re.compile(r"[()\[\]|]|<[^>]*>|[^\s()\[\]|<>]+")
CLOSES = {"(": ")", "[": "]"}
Draw = Callable[[np.random.Generator], list[str]]
Choice = Callable[[np.random.Generator], int]


class Patterns:
    """Patterns by name; `lists` are names whose words are given, such as all colours; an empty list says nothing."""

    def __init__(self, patterns: Mapping[str, str], lists: Mapping[str, Sequence[str]], in_turn: bool = False) -> None:
        """Where there are several ways each draw takes any of them, or all `in_turn`, shuffled each time, so that every way has
        its share. Raises ValueError naming the pattern that can't be read or that uses a name which nobody gave."""
        self._in_turn = in_turn
        self._patterns = {name: self._read(name, text) for name, text in patterns.items()}
        self._lists = {name: self._one_of([_words(phrase) for phrase in phrases or ("",)]) for name, phrases in lists.items()}
        for name, text in patterns.items():
            unknown = {token[1:-1] for token in TOKEN.findall(text) if token[0] == "<"} - self._patterns.keys() - lists.keys()
            if unknown:
                raise ValueError(f"{name}: nothing is named <{min(unknown)}>")

    def draw(self, name: str, rng: np.random.Generator) -> str:
        """One sentence of a pattern."""
        return " ".join(self._named(name)(rng))

    def _named(self, name: str) -> Draw:
        def drawn(rng: np.random.Generator) -> list[str]:
            named = self._patterns if name in self._patterns else self._lists  # not before all patterns are read
            return named[name](rng)

        return drawn

    def _read(self, name: str, text: str) -> Draw:
        tokens = TOKEN.findall(text)
        pattern, rest = self._choice(name, tokens, 0, "")
        if rest != len(tokens):
            raise ValueError(f"{name}: {tokens[rest]!r} closes nothing")
        return pattern

    def _choice(self, name: str, tokens: Sequence[str], at: int, end: str) -> tuple[Draw, int]:
        """Alternatives up to the bracket `end`, and where the text goes on."""
        ways: list[list[Draw]] = [[]]
        while at < len(tokens) and tokens[at] not in (")", "]"):
            token, at = tokens[at], at + 1
            if token == "|":
                ways.append([])
            elif token in CLOSES:
                inner, at = self._choice(name, tokens, at, CLOSES[token])
                ways[-1].append(self._perhaps(inner) if token == "[" else inner)
            else:
                ways[-1].append(self._named(token[1:-1]) if token[0] == "<" else _words(token))
        if end and (at == len(tokens) or tokens[at] != end):
            raise ValueError(f"{name}: a bracket is not closed with {end!r}")
        return self._one_of([_row(way) for way in ways]), at + len(end)

    def _one_of(self, draws: Sequence[Draw]) -> Draw:
        if len(draws) == 1:
            return draws[0]
        choice = _in_turn(len(draws)) if self._in_turn else _any(len(draws))
        return lambda rng: draws[choice(rng)](rng)

    def _perhaps(self, draw: Draw) -> Draw:
        if self._in_turn:
            return self._one_of([_words(""), draw])
        return lambda rng: draw(rng) if rng.random() < 0.5 else []


def _any(ways: int) -> Choice:
    return lambda rng: int(rng.integers(ways))


def _in_turn(ways: int) -> Choice:
    left: list[int] = []

    def choice(rng: np.random.Generator) -> int:
        if not left:
            left.extend(rng.permutation(ways).tolist())
        return left.pop()

    return choice


def _words(text: str) -> Draw:
    words = text.split()
    return lambda rng: words


def _row(draws: Sequence[Draw]) -> Draw:
    return lambda rng: [word for draw in draws for word in draw(rng)]

