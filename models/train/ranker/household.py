"""Sentences about a home, made up from the lexicon: so that the ranker doesn't take everything for what SCOUT's people said."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from language.lexicon import Lexicon

PATTERNS = """
GO to THE
GO to THE BESIDE THE
GO to the PLACE and UNABLE THE
GO to THE BESIDE THE and UNABLE it
GO near THE and UNABLE it
GO to the PLACE through THE
FIND THE
FIND THE in the PLACE
GO to the PLACE and FIND THE
FOLLOW THE
FOLLOW me to the PLACE
INSPECT THE
INSPECT if THE is in the PLACE
look at THE
look at NAME
UNABLE THE
UNABLE THE BESIDE THE
UNABLE THE to the PLACE
UNABLE THE and bring it to the PLACE
bring me THE
give me THE
take it to the PLACE
take THE and put it on THE
turn on THE
turn off THE in the PLACE
turn left and GO to THE
turn right at THE
there is THE in the PLACE
there are two THING BESIDE THE
there is some THING on THE
THE is on your left
THE is BESIDE THE
THE is on the right side of the PLACE
this is a PLACE with two THING
you are in the PLACE
you are in a very big PLACE
i need THE find it please
go with them to the PLACE
UNABLE yourself from THE
there is THE in the PLACE can you UNABLE it
is there a THING in the PLACE
stop near THE
wait by THE
GO forward until you see THE
GO along the PLACE and turn left
enter the PLACE and turn right
""".strip().splitlines()
POLITE = ("", "", "", "please ", "robot ", "can you ", "could you please ")
NAMES = ("anna", "peter", "maria", "thomas", "julia", "henry")
NEW = ("zebra", "ukulele", "samovar", "gadget", "trolley", "parasol")  # nouns that no lexicon has


class Household:
    """Draws sentences."""

    def __init__(self, lexicon: Lexicon, generator: np.random.Generator) -> None:
        self._draw = generator
        self._words = {
            "THING": [*lexicon.naming("kind"), *lexicon.naming("noun"), *NEW], "PLACE": lexicon.naming("place"),
            "UNABLE": lexicon.naming("unable"), "COLOUR": ["", "", *lexicon.naming("colour"), *lexicon.naming("size")],
            "NAME": list(NAMES), "GO": ["go", "move", "drive", "head", "walk"],
            "FIND": ["find", "look for", "search for", "locate"], "FOLLOW": ["follow", "go after", "come with"],
            "INSPECT": ["check", "inspect", "see"],
            "BESIDE": ["next to", "on", "in", "near", "behind", "in front of", "to the left of", "under"],
        }  # fmt: skip

    def sentences(self, count: int) -> Iterator[str]:
        for _ in range(count):
            text = self._one(POLITE) + " ".join(map(self._filled, self._one(PATTERNS).split()))
            yield " ".join(text.split())

    def _filled(self, word: str) -> str:
        if word == "THE":
            return f"the {self._filled('COLOUR')} {self._filled('THING')}"
        return self._one(self._words[word]) if word in self._words else word

    def _one(self, words: tuple[str, ...] | list[str]) -> str:
        return words[int(self._draw.integers(len(words)))]
