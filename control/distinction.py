"""Several things fit: how to tell them apart in words, how to ask which one is meant, and what the answer picks.

Descriptions are tried in a fixed order of preference, colour first, until one singles the thing out, as people do (the
incremental algorithm of Dale & Reiter 1995). Each is tested with the function that understands answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec

from control import spatial
from control.reference import ANYTHING, FITS, Known, T, candidates
from robot.geometry import wrap
from robot.landmark import Landmark, Relation, Side, ordinal
from robot.poses import Pose

MOST = 4  # more are too many to be listed
CLEAR_RAD, CLEAR_M = 0.15, 0.3  # what differs by less is better told apart by something else


def question(things: Sequence[T], landmark: Landmark, pose: Pose, known: Sequence[Known] = ()) -> str:
    """ "Do you mean the red chair or the blue one?", nearest first. `known` is all that may serve to describe them."""
    if len(things) > MOST:
        return f"I know {len(things)} that fit. Which {landmark.kind} do you mean?"
    if not things:
        return f"I know no {landmark.kind}."
    nearest_first = sorted(things, key=lambda thing: pose.distance_to(thing.x_m, thing.y_m))
    *most, last = tell_apart(nearest_first, landmark, pose, known)
    return f"Do you mean {', '.join(most)} or {last}?" if most else f"Do you mean {last}?"


def tell_apart(things: Sequence[T], landmark: Landmark, pose: Pose, known: Sequence[Known] = ()) -> tuple[str, ...]:
    """A phrase for each thing, in their order: ("the red chair", "the blue one")."""
    found = descriptions(things, landmark, pose, known)
    phrases = [_phrase(description, "one", len(things)) for description in found[1:]]
    if found:
        first = msgspec.structs.replace(found[0], colour=landmark.colour or found[0].colour)
        phrases.insert(0, _phrase(first, landmark.kind, len(things)))
    return tuple(phrases)


def descriptions(things: Sequence[T], landmark: Landmark, pose: Pose, known: Sequence[Known] = ()) -> tuple[Landmark, ...]:
    """What singles each thing out, as `pick` understands it. Their ids must differ."""
    if len({thing.id for thing in things}) < len(things):
        raise ValueError(f"there are doubles among the things {[thing.id for thing in things]}: give each once")
    for means in MEANS:
        found = [_single(thing, things, landmark, _Choice(things, pose, known), means) for thing in things]
        if all(found):
            break
    return tuple(description for description in found if description)


def _single(
    thing: T, things: Sequence[T], landmark: Landmark, choice: _Choice, means: Sequence[Describe]
) -> Landmark | None:
    """The first description by these means that picks just this thing."""
    pose, known = choice.pose, choice.known
    tries = chain.from_iterable(describe(thing, choice) for describe in means)
    named = (msgspec.structs.replace(trial, kind=landmark.kind) for trial in tries)
    return next((trial for trial in named if pick(trial, things, landmark, pose, pose, known) == [thing]), None)


def pick(
    answer: Landmark, things: Sequence[T], landmark: Landmark, pose: Pose, start: Pose, known: Sequence[Known] = (),
    left_out: Collection[int] = (),
) -> list[T]:
    """Those of the things that were to choose from that an answer ("the blue one", "the left one") fits.

    Left and right are compared among the things, near and far too, as seen from `pose`, where the question was asked; relations
    are those of `start`. With "other" give the thing that was turned down in `left_out` (ids).
    """
    if answer.kind not in ANYTHING and answer.kind != landmark.kind:
        return []
    asked = msgspec.structs.replace(answer, kind="", side="", ordinal=0, quantifier="")
    choice = {thing.id: thing for thing in things}
    everything: list[Known] = [*things, *(other for other in known if other.id not in choice)]
    judged = [one for one in candidates(asked, everything, start, pose, left_out) if one.thing.id in choice]
    fitting = [one for one in judged if one.fits] or [one for one in judged if one.misfit <= FITS]
    sided = _on_side(answer.side, [choice[one.thing.id] for one in fitting], pose)
    row = Landmark(kind="", ordinal=answer.ordinal, quantifier=answer.quantifier)
    found = [one.thing for one in candidates(row, sided, pose, pose) if one.fits]
    return found[:1] if answer.quantifier == "any" else found


# ---- sides ---------------------------------------------------------------------------------------------------------


def _on_side(name: Side, things: list[T], pose: Pose) -> list[T]:
    """The leftmost or rightmost of them; all that are ahead or behind; all of them where no side was said."""
    if name not in ("left", "right"):
        return [thing for thing in things if spatial.side(name, pose, (thing.x_m, thing.y_m)) < FITS]
    lefts = _lefts(things, pose)
    best = (max if name == "left" else min)(lefts, default=0.0)
    ends = [thing for thing, left in zip(things, lefts, strict=True) if left == best]
    return ends if len(ends) < len(things) or len(things) == 1 else []


def _lefts(things: Sequence[Known], pose: Pose) -> list[float]:
    """How far to the left each is (rad) among the others; what lies all around the car is compared by its nose alone."""
    bearings = [pose.bearing_to(thing.x_m, thing.y_m) for thing in things]
    middle = math.atan2(sum(map(math.sin, bearings)), sum(map(math.cos, bearings)))
    offs = [wrap(bearing - middle) for bearing in bearings]
    return offs if all(abs(off) < math.pi / 2 for off in offs) else [math.sin(bearing) for bearing in bearings]


# ---- means of description ------------------------------------------------------------------------------------------


class _Choice(NamedTuple):
    """What there is to choose from, seen from where, and all that is known around."""

    things: Sequence[Known]
    pose: Pose
    known: Sequence[Known]

    def gaps(self, thing: Known, values: Sequence[float]) -> list[float]:
        """How much more each other thing has of something than this one, `values` being what each has, in their order."""
        own = next(value for other, value in zip(self.things, values, strict=True) if other.id == thing.id)
        return [value - own for other, value in zip(self.things, values, strict=True) if other.id != thing.id]


def _by_colour(thing: Known, choice: _Choice) -> Iterator[Landmark]:
    if thing.colour and all(other.colour for other in choice.things):
        yield Landmark(kind="", colour=thing.colour)


def _by_side(thing: Known, choice: _Choice) -> Iterator[Landmark]:
    gaps = choice.gaps(thing, _lefts(choice.things, choice.pose))
    if all(gap < -CLEAR_RAD for gap in gaps):
        yield Landmark(kind="", side="left")
    if all(gap > CLEAR_RAD for gap in gaps):
        yield Landmark(kind="", side="right")


def _by_distance(thing: Known, choice: _Choice) -> Iterator[Landmark]:
    gaps = choice.gaps(thing, [choice.pose.distance_to(other.x_m, other.y_m) for other in choice.things])
    if all(gap > CLEAR_M for gap in gaps):
        yield Landmark(kind="", quantifier="nearest")
    if all(gap < -CLEAR_M for gap in gaps):
        yield Landmark(kind="", quantifier="farthest")


def _by_neighbour(thing: Known, choice: _Choice) -> Iterator[Landmark]:
    kinds = {other.kind for other in choice.things}
    for other in sorted(choice.known, key=lambda other: math.hypot(other.x_m - thing.x_m, other.y_m - thing.y_m)):
        if other.kind not in kinds:
            beside = Relation(name="next to", others=(Landmark(kind=other.kind, colour=other.colour),))
            yield Landmark(kind="", relations=(beside,))


def _by_colour_and_place(thing: Known, choice: _Choice) -> Iterator[Landmark]:
    """ "The left red one": among those of its colour."""
    alike = choice._replace(things=[other for other in choice.things if other.colour == thing.colour])
    for coloured in _by_colour(thing, choice):
        for placed in chain(_by_side(thing, alike), _by_distance(thing, alike)):
            yield msgspec.structs.replace(placed, colour=coloured.colour)


def _by_rank(thing: Known, choice: _Choice) -> Iterator[Landmark]:
    """ "The 2nd nearest": this always tells them apart."""
    for number in range(1, len(choice.things) + 1):
        yield Landmark(kind="", ordinal=number, quantifier="nearest")


Describe = Callable[[Known, _Choice], Iterator[Landmark]]
MIXED: tuple[Describe, ...] = (_by_colour, _by_side, _by_distance, _by_neighbour, _by_colour_and_place)
MEANS: tuple[tuple[Describe, ...], ...] = ((_by_colour,), (_by_side,), (_by_distance,), (_by_neighbour,), MIXED, (_by_rank,))
"""Sets of means, the best first: one for all things, else a mixture, and in the end counting from the nearest."""


def _phrase(description: Landmark, noun: str, count: int) -> str:
    """ "the left red chair", "the one next to the lamp"."""
    near: str = description.quantifier
    if count == 2 and not description.ordinal:
        near = {"nearest": "nearer", "farthest": "farther"}.get(near, near)
    rank = ordinal(description.ordinal) if description.ordinal > 1 else ""
    after = [str(relation) for relation in description.relations]
    return " ".join(word for word in ("the", rank, near, description.side, description.colour, noun, *after) if word)
