"""The walk over objects finds a planted leak of the simulator's truth, wherever it hides."""

from __future__ import annotations

import functools
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np
import pytest

from tests.reach import leaks, reachable


class Truth:
    """What no node may reach."""

    def __init__(self) -> None:
        self.pose = np.zeros(3)

    def step(self) -> None:
        return None


class Slotted:
    __slots__ = ("empty", "inner")

    def __init__(self, inner: object) -> None:
        self.inner = inner


class Struct(msgspec.Struct, frozen=True):
    inner: Any


class Holder:
    def __init__(self, **attributes: object) -> None:
        self.__dict__.update(attributes)


TRUTH = Truth()


def closure() -> Callable[[], object]:
    truth = TRUTH
    return lambda: truth


def default(truth: object = TRUTH) -> object:
    return truth


def generator() -> Iterator[object]:
    truth = TRUTH
    yield None
    yield truth


def started() -> Iterator[object]:
    running = generator()
    next(running)
    return running


def global_reader() -> object:
    return TRUTH


HIDING_PLACES: dict[str, object] = {
    "attribute": Holder(_sim=TRUTH),
    "nested attribute": Holder(_driver=Holder(_car=Holder(truth=TRUTH))),
    "slot": Slotted(TRUTH),
    "msgspec struct": Struct(TRUTH),
    "list": [[], [1, TRUTH]],
    "tuple": (TRUTH,),
    "dict value": {"a": TRUTH},
    "dict key": {TRUTH: 1},
    "set": {TRUTH},
    "deque": deque([TRUTH]),
    "closure": closure(),
    "default": default,
    "partial": functools.partial(print, TRUTH),
    "bound method": TRUTH.step,
    "generator": started(),
    "weak reference": weakref.ref(TRUTH),
    "weak dictionary": weakref.WeakValueDictionary({"a": TRUTH}),
    "iterator": iter([TRUTH]),
    "object array": np.array([TRUTH, None], dtype=object),
}


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_a_planted_leak_is_found(place: str) -> None:
    assert leaks(Holder(node=HIDING_PLACES[place]), (Truth,))


def test_a_view_of_the_true_state_is_found() -> None:
    state = np.zeros(7)
    node = Holder(pose=state[:3], raw=memoryview(state.data))
    paths = [reached.path for reached in reachable(node, name="node") if reached.object is state]
    assert paths in (["node.pose.base"], ["node.raw.obj"])


def test_the_path_tells_where_the_leak_is() -> None:
    node = Holder(_driver=Holder(_car=[TRUTH]))
    assert leaks(node, (Truth,), name="node") == ["node._driver._car[0]"]


def test_the_walk_stops_at_the_boundary() -> None:
    assert leaks(Holder(publisher=Slotted(TRUTH)), (Truth,), stop_types=(Slotted,)) == []


def test_modules_classes_and_globals_are_not_entered() -> None:
    assert leaks(Holder(f=global_reader, kind=Truth, module=np), (Truth,)) == []


def test_cycles_end() -> None:
    node = Holder()
    node.__dict__["me"] = [node]
    assert sum(1 for _ in reachable(node)) < 10


def test_a_property_is_not_run() -> None:
    class Trap:
        @property
        def truth(self) -> object:
            raise AssertionError("the walk ran code of the object")

    assert leaks(Trap(), (Truth,)) == []
