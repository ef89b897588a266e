"""Finds what an object can reach: the proof that no node holds on to the simulator's truth.

The walk follows attributes, slots, containers, closures, defaults, bound methods, generators, weak references and the
memory behind array views. It does not enter modules, classes or a function's globals (a test keeps globals free of state).
"""

from __future__ import annotations

import gc
import types
import weakref
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

LEAVES = (types.ModuleType, type, types.CodeType, types.BuiltinFunctionType, str, bytes, int, float, complex, type(None))


class Reached(NamedTuple):
    """An object and how to get to it from the root, such as `node._motors._car.world`."""

    path: str
    object: Any


def reachable(root: object, stop_types: tuple[type, ...] = (), name: str = "root") -> Iterator[Reached]:
    """Everything that `root` can reach, itself first; objects of `stop_types` are yielded but not entered."""
    seen: dict[int, object] = {}  # keeps what it has seen alive, so that no id is used twice
    waiting = deque([Reached(name, root)])  # breadth first: the shortest path, by name where there is one
    while waiting:
        reached = waiting.popleft()
        if id(reached.object) in seen or isinstance(reached.object, LEAVES):
            continue
        seen[id(reached.object)] = reached.object
        yield reached
        if not isinstance(reached.object, stop_types):
            waiting.extend(Reached(reached.path + step, child) for step, child in _children(reached.object))


def leaks(root: object, forbidden: tuple[type, ...], stop_types: tuple[type, ...] = (), name: str = "root") -> list[str]:
    """The paths by which `root` reaches an instance of a forbidden type."""
    return [reached.path for reached in reachable(root, stop_types, name) if isinstance(reached.object, forbidden)]


def _children(parent: Any) -> Iterator[tuple[str, object]]:
    if isinstance(parent, types.FunctionType):
        yield from _of_function(parent)
        return
    yield from _named(parent)
    if isinstance(parent, weakref.ref):
        yield "()", parent()
    elif isinstance(parent, np.ndarray):
        yield ".base", parent.base
        if parent.dtype.hasobject:
            yield from ((f"[{i}]", item) for i, item in enumerate(parent.ravel().tolist()))
    elif isinstance(parent, memoryview):
        yield ".obj", parent.obj
    # Whatever has no name above: the inside of types written in C.
    yield from ((".?", child) for child in gc.get_referents(parent))


def _of_function(function: types.FunctionType) -> Iterator[tuple[str, object]]:
    for variable, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield f"<{variable}>", cell.cell_contents
        except ValueError:  # a variable that has no value yet
            continue
    yield ".__defaults__", function.__defaults__
    yield ".__kwdefaults__", function.__kwdefaults__
    yield ".__dict__", function.__dict__


def _named(parent: Any) -> Iterator[tuple[str, object]]:
    if isinstance(parent, dict):
        for key, value in list(parent.items()):
            yield f"[{key!r}]"[:40], value
            yield ".key", key
    elif isinstance(parent, list | tuple):
        yield from ((f"[{i}]", item) for i, item in enumerate(parent))
    elif isinstance(parent, types.MethodType):
        yield ".__self__", parent.__self__
    else:
        yield from _attributes(parent)


def _attributes(parent: Any) -> Iterator[tuple[str, object]]:
    # Read without running any code of the object: no properties, no __getattr__.
    try:
        values = object.__getattribute__(parent, "__dict__")
    except AttributeError:
        values = {}
    if isinstance(values, dict):
        yield from ((f".{attribute}", value) for attribute, value in list(values.items()))
    for kind in type(parent).__mro__:
        for attribute, slot in vars(kind).items():
            if isinstance(slot, types.MemberDescriptorType):
                try:
                    yield f".{attribute}", slot.__get__(parent)
                except AttributeError:  # a slot that has no value yet
                    continue
