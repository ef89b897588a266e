"""Programs to test with, drawn over the whole program language."""

from __future__ import annotations

import math
from typing import Any, get_args

from hypothesis import strategies as st

from robot.program import (
    Answer,
    At,
    Blocked,
    Choose,
    Elapsed,
    Expect,
    Face,
    Find,
    Follow,
    Forget,
    Goto,
    If,
    Landmark,
    Not,
    Passed,
    Photo,
    Program,
    Relation,
    Remember,
    Rename,
    Repeat,
    Resume,
    Return,
    Say,
    See,
    Step,
    Stop,
    Teach,
    Tell,
    Topic,
    Travel,
    Turn,
    Wait,
)

KINDS = [
    "chair",
    "sofa",
    "fire extinguisher",
    "door",
    "hall",
    "intersection",
    "kitchen",
    "wall",
    "zebra",
    "spoon",
    "marble",
    "place",
]
COLOURS = ["", "red", "blue", "orange", "grey"]
TIES: Any = ["next to", "in", "on", "under", "behind", "in front of", "left of", "right of", "opposite", "with", "of", "above"]
distances = st.integers(1, 1_000_000).map(lambda tenths: tenths / 10_000)
angles = st.integers(1, 108_000).map(lambda hundredths: math.radians(hundredths / 100))
durations = st.integers(1, 3_600_000).map(lambda ms: ms / 1000)
fractions = st.sampled_from([0.25, 0.5, 0.75])
texts = st.text("abc, dé!?", min_size=1, max_size=12).map(str.strip).filter(bool)


def landmarks(depth: int = 2) -> st.SearchStrategy[Landmark]:
    relations: Any = st.just(())
    if depth:
        one = landmarks(depth - 1)
        single = st.builds(lambda name, other: Relation(name=name, others=(other,)), st.sampled_from(TIES), one)
        between = st.builds(lambda a, b: Relation(name="between", others=(a, b)), one, one)
        relations = st.lists(st.one_of(single, between), max_size=2).map(tuple)
    return st.builds(
        Landmark,
        kind=st.sampled_from(KINDS),
        colour=st.sampled_from(COLOURS),
        size=st.sampled_from(["", "small", "large"]),
        material=st.sampled_from(["", "wooden"]),
        attributes=st.sampled_from([(), ("stripy",), ("old", "oaken")]),
        ordinal=st.sampled_from([0, 0, 1, 2, 3, 12, -1, -2]),
        count=st.sampled_from([0, 0, 2, 5]),
        quantifier=st.sampled_from(["", "", "any", "every", "other", "next", "nearest", "farthest"]),
        part=st.sampled_from(["", "", "end", "corner", "centre", "side", "start"]),
        side=st.sampled_from(["", "", "left", "right", "ahead", "behind"]),
        relations=relations,
    )


def conditions() -> st.SearchStrategy[Any]:
    things = landmarks(1)
    plain: Any = st.one_of(
        st.builds(At, landmark=things, distance_m=st.one_of(st.just(0.0), distances)),
        st.builds(See, landmark=things),
        st.builds(Passed, landmark=things),
        st.just(Blocked()),
        st.builds(Elapsed, duration_s=durations),
    )
    return st.one_of(plain, plain.map(lambda condition: Not(condition=condition)))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def turns() -> st.SearchStrategy[Turn]:
    sides = st.sampled_from([1, -1])
    by_angle = st.builds(lambda angle, side: angle * side, angles, sides)
    ways = {"at": maybe(landmarks(1)), "onto": maybe(landmarks(1))}
    headings: Any = st.sampled_from(["north", "northeast", "southwest"])
    return st.one_of(
        st.builds(Turn, angle_rad=by_angle, until=maybe(conditions()), **ways),
        st.builds(Turn, heading=headings, at=maybe(landmarks(1))),
        st.builds(Turn, angle_rad=st.sampled_from([math.inf, -math.inf, 0.0]), until=conditions()),
        st.builds(Turn, onto=landmarks(1)),
    )


def travels() -> st.SearchStrategy[Travel]:
    thing = landmarks(1)
    far: Any = st.one_of(
        st.just({}), st.just({"distance_m": math.inf}), distances.map(lambda metres: {"distance_m": metres}),
        st.integers(1, 100).map(lambda blocks: {"blocks": blocks}), fractions.map(lambda fraction: {"fraction": fraction}),
    )  # fmt: skip
    way: Any = st.dictionaries(st.sampled_from(["along", "past", "through", "toward", "away"]), thing, max_size=2)
    return st.builds(
        lambda far, way, back, until: Travel(back=back, until=until, **far, **way), far, way, st.booleans(), maybe(conditions())
    )


def simple_steps() -> st.SearchStrategy[Step]:
    thing = landmarks()
    return st.one_of(
        turns(), travels(), st.builds(Face, landmark=thing, away=st.booleans()), st.builds(Find, landmark=thing),
        st.builds(Goto, landmark=thing), st.builds(Goto, landmark=thing, distance_m=distances),
        st.builds(Goto, landmark=thing, fraction=fractions),
        st.builds(Follow, landmark=thing.filter(lambda landmark: landmark.kind not in ("hall", "wall"))),
        st.just(Stop()), st.just(Photo()),
        st.builds(Wait, duration_s=durations), st.builds(Wait, until=maybe(conditions())), st.builds(Say, text=texts),
        st.builds(Remember, name=texts, landmark=maybe(thing.filter(lambda landmark: landmark.kind != "place"))),
        st.just(Return()), st.just(Resume()), st.builds(Choose, landmark=thing), st.builds(Answer, yes=st.booleans()),
        st.builds(Expect, condition=conditions()),
        st.builds(Teach, name=texts), st.builds(Forget, name=texts), st.builds(Rename, old=texts, new=texts),
        st.builds(Tell, about=st.sampled_from(get_args(Topic))),
    )  # fmt: skip


def steps(depth: int = 2) -> st.SearchStrategy[Step]:
    if not depth:
        return simple_steps()
    body = st.lists(steps(depth - 1), min_size=1, max_size=3).map(tuple)
    repeats = st.one_of(
        st.builds(Repeat, steps=body, count=st.integers(1, 20)), st.builds(Repeat, steps=body, until=conditions()),
        st.builds(Repeat, steps=body),
    )  # fmt: skip
    branches = st.builds(If, condition=conditions(), steps=body, otherwise=st.one_of(st.just(()), body))
    return st.one_of(simple_steps(), simple_steps(), repeats, branches)


def programs() -> st.SearchStrategy[Program]:
    return st.lists(steps(), min_size=1, max_size=4).map(lambda steps: Program(steps=tuple(steps)))
