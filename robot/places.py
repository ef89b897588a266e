"""Places that are no things, and which of them the car can tell: by its map of doorways, by what is in its way, by memory."""

from __future__ import annotations

import msgspec

from robot.landmark import Landmark

DOORWAYS = frozenset({"door", "exit", "intersection", "turning", "opening", "room"})
"""Said of doorways: a room is gone into through one, and "the second left" in a home is the second one on the left."""

ENDS = frozenset({"wall", "dead end", "obstacle", "end"})
"""Where one can't go on."""

WAYS = frozenset({"hall", "path"})
"""What is gone along; the car only knows that the way goes on ahead."""


ROOMS = frozenset({
    "room", "here", "kitchen", "bathroom", "bedroom", "living room", "dining room", "office", "hall", "garage", "studio",
    "library", "lobby", "foyer", "cafeteria", "canteen", "laboratory", "lab", "workshop", "basement", "attic", "cellar",
    "house", "home", "building", "apartment", "flat",
})  # fmt: skip
"""What one gets out of through a door; the car is in it when it is told to leave it."""


def is_doorway(landmark: Landmark) -> bool:
    return landmark.kind in DOORWAYS and not landmark.part


def is_end(landmark: Landmark) -> bool:
    """Whether it is a place where one can't go on: a wall, the end of the hall."""
    return landmark.kind in ENDS or (landmark.part == "end" and landmark.kind in WAYS | DOORWAYS | {"place"})


def is_start(landmark: Landmark) -> bool:
    """Whether it is where the program began."""
    return landmark.kind == "start"


def can_be_told(landmark: Landmark) -> bool:
    """Whether the car has senses or a memory for the place."""
    return is_doorway(landmark) or is_end(landmark) or is_start(landmark)


def on_map(landmark: Landmark) -> Landmark:
    """The landmark by the name that the car's map has for it: every doorway is a "door" there."""
    return msgspec.structs.replace(landmark, kind="door") if is_doorway(landmark) else landmark
