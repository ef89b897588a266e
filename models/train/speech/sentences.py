"""What people say to a robot car, made up from the parser's own lexicon: for speech to train on and for the words' grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import get_args

import numpy as np

from language.lexicon import Category, Lexicon, lexicon

NUMBERS = tuple(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter oh zero point".split()
)
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
TENS = NUMBERS[19:27]
WAKING = ("computer", "hey car", "hey robot", "okay robot", "hello car", "jarvis", "alexa")
BARE = (
    "stop",
    "go",
    "left",
    "right",
    "up",
    "down",
    "yes",
    "no",
    "on",
    "off",
    "forward",
    "backward",
    "follow",
    "halt",
    "freeze",
    "whoa",
    "back",
    "cancel",
    "wait",
    "follow me",
    "come here",
    "come back",
    "go home",
    "turn around",
    "slow down",
    "faster",
    "slower",
    "take a photo",
    "take a picture",
    "where are you going",
    "what do you see",
    "keep going",
    "go on",
    "never mind",
)
FRAMES = (
    "{go} to {thing}", "{go} to {thing}", "{go} {ahead}", "{go} {ahead} {length}", "{go} {ahead} {length}", "turn {side}",
    "turn {side} {angle}",
    "turn {side} {angle}", "{turn} to the {side}", "{turn} {around}", "stop", "stop {at} {thing}", "find {thing}",
    "look for {thing}",
    "where is {thing}", "follow {person}", "take a {photo}", "take a {photo} of {thing}", "{go} {past} {thing}",
    "{go} through {place}",
    "go {along} {place}", "{go} {ahead} until you see {thing}", "{go} {ahead} until you reach {thing}",
    "turn {side} at {thing}",
    "go into {place}", "leave {place}", "enter {place}", "face {thing}", "face {heading}", "turn to the {heading}",
    "wait {time}",
    "remember this place as {name}", "this is my {noun}", "go back to {place}", "come back", "go home",
    "{go} {heading} {length}",
    "back up {length}", "take the {ordinal} {doorway} on the {side}", "take the {ordinal} {side}", "go around {thing}",
    "stop when you see {thing}",
    "{go} {length} {ahead}", "you should see {thing} {beside}", "do that again", "{go} to {thing} {beside}",
    "inspect {thing}", "look {side}",
    "approach {thing}", "move {pace}", "{go} {ahead} {pace}", "count to {number}", "repeat that {number} times", "cancel",
    "spin {around}",
    "is there {thing}", "what is {beside}", "stay here", "pass {thing}", "cross {place}", "{go} half way to {thing}",
    "go closer to {thing}",
)  # fmt: skip
BEGINNINGS = (
    "",
    "",
    "",
    "",
    "",
    "",
    "please ",
    "okay ",
    "now ",
    "robot ",
    "hey robot ",
    "can you ",
    "could you please ",
    "i want you to ",
)
CATEGORIES: tuple[Category, ...] = (
    "kind",
    "place",
    "noun",
    "colour",
    "size",
    "material",
    "ordinal",
    "heading",
    "beside",
    "pace",
)
TOLD: dict[Category, float] = {"material": 0.05, "colour": 0.35, "size": 0.12, "ordinal": 0.12}
"""What is told of a thing, and how often."""
UNITS = ("meters", "meter", "feet", "foot", "centimeters", "inches", "steps", "yards", "metres")
JOINS = (" then ", " and then ", " and ", " after that ", " and ")


class Speaker:
    """Makes up sentences; the same generator makes the same ones."""

    def __init__(self, random: np.random.Generator, words: Lexicon | None = None) -> None:
        self._random, self._words = random, words or lexicon()
        self._phrases = {category: self._spoken(category) for category in CATEGORIES}
        self._slots: dict[str, Callable[[], str]] = {
            "go": lambda: self.one("go", "go", "drive", "move", "travel", "head", "proceed", "roll", "walk", "continue"),
            "turn": lambda: self.one("turn", "rotate", "spin", "pivot", "swing"), "thing": self.thing, "number": self.number,
            "ahead": lambda: self.one("forward", "forward", "straight", "ahead", "back", "backward", "straight ahead",
            "backwards"),
            "side": lambda: self.one("left", "right"), "around": lambda: self.one("around", "left", "right",
            "all the way around"),
            "at": lambda: self.one("at", "by", "next to", "near", "in front of", "behind", "beside", "under"),
            "past": lambda: self.one("past", "around", "behind", "towards", "between", "along"),
            "along": lambda: self.one("down", "along", "up", "through", "across"), "photo": lambda: self.one("photo",
            "picture", "photograph"),
            "length": self.length, "angle": lambda: f"{self.number(180)} degrees", "time": lambda: f"{self.number(60)} seconds",
            "person": lambda: self.one("me", "the person", "her", "him", "the wall", "the dog"), "place": self.place,
            "name": lambda: self.one("home", "base", "my spot", "the garage", "the start"), "noun": lambda: self.of("noun"),
            "heading": lambda: self.of("heading"), "ordinal": lambda: self.of("ordinal"), "beside": lambda: self.of("beside"),
            "doorway": lambda: self.one("door", "doorway", "corridor", "room", "intersection"), "pace": lambda: self.of("pace"),
        }  # fmt: skip

    def sentence(self) -> str:
        """One to three commands, politely or not."""
        count = int(self._random.choice([1, 1, 1, 2, 2, 3]))
        text = self.one(*BEGINNINGS) + self.command()
        for _ in range(count - 1):
            text += self.one(*JOINS) + self.command()
        return text

    def command(self) -> str:
        frame = self.one(*FRAMES)
        while "{" in frame:
            begin, end = frame.index("{"), frame.index("}")
            frame = frame[:begin] + self._slots[frame[begin + 1 : end]]() + frame[end + 1 :]
        return frame

    def thing(self) -> str:
        """A thing with what is told of it."""
        noun = self.of("kind" if self._random.random() < 0.75 else "noun")
        words = [self.one("the", "the", "the", "a", "my", "that"), noun]
        for category, chance in TOLD.items():
            if self._random.random() < chance:
                words.insert(1, self.of(category))
        if self._random.random() < 0.15:
            words += [self.one("near", "next to", "behind", "on", "in", "under", "by"), "the", self.of("kind")]
        return " ".join(words)

    def place(self) -> str:
        return f"{self.one('the', 'the', 'the', 'my', 'that')} {self.of('place')}"

    def length(self) -> str:
        return f"{self.number()} {self.one(*UNITS)}"

    def number(self, most: int = 40) -> str:
        """A number as it is said."""
        if self._random.random() < 0.1:
            return self.one("half a", "a", "one and a half", "two and a half", "two point five", "one hundred")
        value = int(self._random.integers(1, most))
        if value >= 100:
            return f"one hundred and {NUMBERS[value - 101] if 100 < value < 120 else 'twenty'}"
        if value < 20 or value % 10 == 0:
            return NUMBERS[value - 1] if value < 20 else TENS[value // 10 - 2]
        return f"{TENS[value // 10 - 2]} {NUMBERS[value % 10 - 1]}"

    def one(self, *choices: str) -> str:
        return choices[int(self._random.integers(len(choices)))]

    def of(self, category: Category) -> str:
        """A phrase of a category of the lexicon."""
        return self.one(*self._phrases[category])

    def _spoken(self, category: Category) -> tuple[str, ...]:
        return tuple(once(phrase for phrase in self._words.naming(category) if spoken(phrase)))


def spoken(phrase: str) -> bool:
    """Whether a phrase is words as they are said: no digits, signs, abbreviations or wrong plurals."""
    words = phrase.split()
    known = all(word.replace("'", "").isalpha() and (len(word) > 2 or word in SHORT) for word in words)
    return known and not WRONG.search(phrase)


def once(phrases: Iterable[str]) -> list[str]:
    """Without plurals of what is a plural: no "stairs" with another "s"."""
    listed = list(phrases)
    return [phrase for phrase in listed if not (phrase.endswith("ss") and phrase[:-1] in listed)]


WRONG = re.compile(
    r"((ss|x|ch|sh|[^aeiou]y|lf|ife|ves|xes|ches|ces|ies)s|\b(feet|foot|woman|before|from|were|began|started|me|at)s)$"
)
"""The lexicon adds "s" to every noun: that does not matter to a parser, but nobody says all of these plurals."""


SHORT = frozenset("a i tv pc up on in at by to of go no me us it is my do so or if an as we be he oh ok hi him".split())


def vocabulary(words: Lexicon) -> tuple[str, ...]:
    """Every word that is said in a phrase of the lexicon, and those of numbers, letters and bare commands."""
    known = set(once(word for word in words.words if spoken(word)))
    known |= {word for phrase in (*BARE, *WAKING) for word in phrase.split()}
    return tuple(sorted(known | set(NUMBERS) | set(LETTERS)))


def texts(random: np.random.Generator) -> Iterator[str]:
    """Without end: sentences, bare commands, phrases of the lexicon, numbers and letters one after another."""
    speaker, words = Speaker(random), lexicon()
    named = (phrase for category in get_args(Category) for phrase in words.naming(category))
    phrases = sorted(phrase for phrase in named if spoken(phrase))
    while True:
        kind = random.random()
        if kind < 0.55:
            yield speaker.sentence()
        elif kind < 0.7:
            yield " ".join(speaker.one(*BARE) + "," for _ in range(int(random.integers(1, 5)))).rstrip(",")
        elif kind < 0.9:
            yield ", ".join(speaker.one(*phrases) for _ in range(3))
        else:
            yield " ".join(
                speaker.one(*(NUMBERS if random.random() < 0.6 else LETTERS)) for _ in range(int(random.integers(2, 7)))
            )


def alone(random: np.random.Generator) -> Iterator[str]:
    """Without end: bare commands and single words, with silence before and after."""
    speaker, words = Speaker(random), vocabulary(lexicon())
    while True:
        yield speaker.one(*BARE) if random.random() < 0.5 else speaker.one(*words)
