"""Which of the known things a description means: the candidates, best first, and what speaks against each."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import product
from typing import Generic, NamedTuple, Protocol, TypeVar

from control import spatial
from robot.landmark import SIDES, Landmark, Relation, ordinal
from robot.poses import Pose
from robot.wording import mine

FITS = 0.5
"""A thing fits whose misfit is smaller."""
ALIKE = 0.25  # what fits so much worse than the best isn't the one that was meant
DOUBLE_M = 0.5  # two things of one kind and colour so near to each other are more often one thing than two
SOFT = 0.95  # a relation may have been seen wrongly; what has another colour is another thing
ANYTHING = frozenset({"", "one"})  # nouns that say nothing: "the blue one"
TURNS = {"nearest": 1, "next": 1, "farthest": -1}


class Known(Protocol):
    """Whatever has a kind, a colour ("" while that is unknown), a place in the odometry frame (m) and a number of its own."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def x_m(self) -> float: ...
    @property
    def y_m(self) -> float: ...


T = TypeVar("T", bound=Known)


class Candidate(NamedTuple, Generic[T]):
    """A thing of the right kind with its misfit (0 to 1: not at all) and, in words, what speaks against it."""

    thing: T
    misfit: float
    against: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        return self.misfit < FITS

    def but(self, misfit: float, words: str) -> Candidate[T]:
        """The same with one thing more to say against it: the worst one counts."""
        against = (*self.against, words) if misfit >= FITS else self.against
        return Candidate(self.thing, max(self.misfit, misfit), against)


def candidates(
    landmark: Landmark, things: Sequence[T], start: Pose, now: Pose, left_out: Collection[int] = ()
) -> list[Candidate[T]]:
    """All things of the landmark's kind, best first, and of equals the one nearest to `now` first.

    Sides, relations and turns ("the second chair") are those seen from `start`. Those in `left_out` (ids) are not meant.
    """
    around = [(relation, _anchors(relation, things, start, now)) for relation in landmark.relations]
    found = [_related(by_itself(landmark, thing, start), around, start) for thing in things if is_kind(thing, landmark)]
    found = [one.but(1.0, "it is the one before") if one.thing.id in left_out else one for one in found]
    return sorted(_in_turn(landmark, found, start),
                  key=lambda one: (one.misfit, now.distance_to(one.thing.x_m, one.thing.y_m), one.thing.id))


def rivals(found: Sequence[Candidate[T]]) -> list[T]:
    """Of what `candidates` found, those that fit about as well as the best: more than one where the words leave it open."""
    fitting = [one for one in found if one.fits]
    return [one.thing for one in fitting if one.misfit < fitting[0].misfit + ALIKE]


def distinct(things: Sequence[T]) -> list[T]:
    """Without the doubles: a map takes a big thing seen from two sides for two. Of such a pair the older (by id) stays."""
    kept: list[T] = []
    for thing in sorted(things, key=lambda thing: thing.id):
        if not any(is_double(thing, old) for old in kept):
            kept.append(thing)
    return kept


def is_double(thing: Known, old: Known) -> bool:
    """Whether two things of a map probably are one."""
    alike = thing.kind == old.kind and (thing.colour == old.colour or not (thing.colour and old.colour))
    return alike and math.dist(_place(thing), _place(old)) < DOUBLE_M


def by_itself(landmark: Landmark, thing: T, start: Pose) -> Candidate[T]:
    """By colour and side alone; a colour that isn't known yet is just no fit."""
    one = Candidate(thing, 0.0)
    if landmark.colour and landmark.colour != thing.colour:
        one = one.but(1.0, f"it is {thing.colour}") if thing.colour else one.but(FITS, "I don't know its colour")
    if landmark.side:
        where = mine(SIDES[landmark.side])
        one = one.but(spatial.side(landmark.side, start, _place(thing)), f"it isn't {where}")
    return one


def is_kind(thing: Known, landmark: Landmark) -> bool:
    return landmark.kind in ANYTHING or thing.kind == landmark.kind


def turn(landmark: Landmark) -> int:
    """Which one in a row it is: 2 "the second", 1 "the nearest", -1 "the last" and "the farthest", 0 where no row is meant."""
    if landmark.quantifier == "farthest":
        return -abs(landmark.ordinal or 1)
    return landmark.ordinal or TURNS.get(landmark.quantifier, 0)


def way_to(landmark: Landmark, thing: Known, start: Pose) -> tuple[bool, float]:
    """What sorts things into the row that turns count in: by distance, on one side in the order of driving past."""
    if landmark.side not in ("left", "right") or landmark.quantifier in ("nearest", "farthest"):
        return False, start.distance_to(thing.x_m, thing.y_m)
    forward_m, _ = start.to_car(thing.x_m, thing.y_m)
    return forward_m < 0.0, abs(forward_m)


def unheeded(landmark: Landmark) -> str:
    """What of a description the car can't heed yet, said before it does without; "" where it heeds all."""
    lost = _lost(landmark)
    lost += [f'"{other.name}": {", ".join(words)}' for relation in landmark.relations if relation.name in spatial.HEEDED
             for other in relation.others if (words := _lost(other, many=relation.name == "between"))]
    return f"I can't tell this yet: {'; '.join(lost)}. I take the {landmark.kind} that fits the rest." if lost else ""


def _lost(landmark: Landmark, many: bool = False) -> list[str]:
    lost = [str(relation) for relation in landmark.relations if relation.name not in spatial.HEEDED]
    if landmark.quantifier == "every" or (landmark.count > 1 and not many):
        lost.append("more than one at a time")
    lost += [word for word in (landmark.size, landmark.material, *landmark.attributes) if word]
    return [*lost, f"its {landmark.part}"] if landmark.part else lost


# ---- relations -----------------------------------------------------------------------------------------------------


class _Anchor(NamedTuple):
    """What a relation refers to: one place, two with "between", and how badly that fits its own description."""

    ids: tuple[int, ...]
    places: tuple[spatial.Point, ...]
    misfit: float


def _anchors(relation: Relation, things: Sequence[T], start: Pose, now: Pose) -> list[list[_Anchor]]:
    """For each of the things that the relation names what may be it; the pairs of them with "between"."""
    if relation.name not in spatial.HEEDED:
        return []
    found = [[_Anchor((one.thing.id,), (_place(one.thing),), one.misfit)
              for one in candidates(other, things, start, now) if one.misfit < 1.0] for other in relation.others]
    if relation.name != "between":
        return found
    pairs = product(found[0], found[-1])  # "between the two chairs" names one kind only
    return [[_Anchor(a.ids + b.ids, a.places + b.places, max(a.misfit, b.misfit)) for a, b in pairs if a.ids != b.ids]]


def _related(one: Candidate[T], around: Sequence[tuple[Relation, list[list[_Anchor]]]], start: Pose) -> Candidate[T]:
    for relation, named in around:
        for anchors in named:
            misfits = [max(anchor.misfit, _fit(relation, one.thing, anchor, start))
                       for anchor in anchors if one.thing.id not in anchor.ids]
            one = one.but(min(SOFT, min(misfits, default=1.0)), f"I don't see that it is {relation}")
    return one


def _fit(relation: Relation, thing: Known, anchor: _Anchor, start: Pose) -> float:
    if relation.name == "between":
        return spatial.between(_place(thing), *anchor.places)
    return spatial.relation(relation.name, _place(thing), anchor.places[0], start)


# ---- turns ---------------------------------------------------------------------------------------------------------


def _in_turn(landmark: Landmark, found: list[Candidate[T]], start: Pose) -> list[Candidate[T]]:
    """Where one in a row is meant, only that one fits, and the others the less, the farther from it in the row they are."""
    wanted = turn(landmark)
    if not wanted:
        return found
    row = sorted((one for one in found if one.fits), key=lambda one: (way_to(landmark, one.thing, start), one.thing.id))
    row = row if wanted > 0 else row[::-1]
    placed = [one.but(_misplaced(number - abs(wanted)), f"it is the {_nth(number, wanted)} that I know")
              for number, one in enumerate(row, 1)]
    return placed + [one for one in found if not one.fits]


def _misplaced(places: int) -> float:
    return FITS * (1.0 + abs(places) / (abs(places) + 1.0)) if places else 0.0


def _nth(number: int, wanted: int) -> str:
    if wanted > 0:
        return ordinal(number)
    return "farthest" if number == 1 else f"{ordinal(number)} farthest"


def _place(thing: Known) -> spatial.Point:
    return thing.x_m, thing.y_m
