"""Landmarks: the things, places and directions that people name, as typed structs that print as words."""

from __future__ import annotations

from typing import Literal

import msgspec

Side = Literal["", "left", "right", "ahead", "behind"]
Part = Literal["", "end", "corner", "centre", "entrance", "side", "start"]
Quantifier = Literal["", "any", "every", "other", "next", "nearest", "farthest"]
RelationName = Literal[
    "next to", "in", "on", "under", "above", "behind", "in front of", "left of", "right of", "between", "opposite",
    "with", "of", "at", "past", "from", "facing",
]  # fmt: skip

SIDES: dict[Side, str] = {
    "left": "on your left", "right": "on your right", "ahead": "in front of you", "behind": "behind you",
}  # fmt: skip


class Landmark(msgspec.Struct, frozen=True, kw_only=True):
    """A thing or place as it was described.

    `kind` is the head noun: a kind from the lexicon ("sofa" for "couch"), or any other word as it was said. `attributes` are
    further words before the noun, in order. `ordinal` counts from 1, -1 is the last, 0 none. `count` is how many ("two
    chairs"), 0 where one is meant. `part` narrows it ("the end of the hall"). `side` is where it is, seen from the car.
    `kind="place"` with one relation is a spot ("behind the sofa"). `words` is what the person said.
    """

    kind: str
    colour: str = ""
    size: str = ""
    material: str = ""
    attributes: tuple[str, ...] = ()
    ordinal: int = 0
    count: int = 0
    quantifier: Quantifier = ""
    part: Part = ""
    side: Side = ""
    relations: tuple[Relation, ...] = ()
    words: str = ""

    def __str__(self) -> str:
        """Without its article: "2nd red chair on your left". With a relation: "chair next to the lamp"."""
        return " ".join([*self._before(), self.kind, *self._after()])

    @property
    def name(self) -> str:
        """With its article: "the red chair", "the end of the hall", "every chair"."""
        if self.part:
            return f"the {self.part} of {msgspec.structs.replace(self, part='').name}"
        return str(self) if self.quantifier in ("any", "every") else f"the {self}"

    def _before(self) -> list[str]:
        number = f"{self.count}" if self.count else ""
        words = [self.quantifier, ordinal(self.ordinal), number, self.size, *self.attributes, self.colour, self.material]
        return [word for word in words if word]

    def _after(self) -> list[str]:
        side = SIDES.get(self.side, "")
        return [phrase for phrase in (side, " and ".join(str(relation) for relation in self.relations)) if phrase]


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """How a landmark stands to others: two or more with "between" and "of", else one."""

    name: RelationName
    others: tuple[Landmark, ...]

    def __str__(self) -> str:
        return f"{self.name} {' and '.join(_enclosed(other) for other in self.others)}"


def ordinal(number: int) -> str:
    """1 → "1st", -1 → "last", -2 → "2nd to last", 0 → ""."""
    if number == 0:
        return ""
    if number < 0:
        return "last" if number == -1 else f"{ordinal(-number)} to last"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _enclosed(landmark: Landmark) -> str:
    """In parentheses where its own relations could be taken for those of the landmark outside."""
    return f"({landmark.name})" if landmark.relations else landmark.name
