"""Puts a program together: every node of a launch file, given the drivers it needs, on an executor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from robot.config import ConfigError, NodeEntry
from robot.node import Node


class Executor(Protocol):
    def add(self, name: str, build: Callable[[], Node]) -> None: ...


def assemble(executor: Executor, entries: Iterable[NodeEntry], devices: Mapping[str, Any]) -> None:
    """Build every node and wire it. Raises ConfigError where a node needs a device that is not there."""
    for entry in entries:
        executor.add(entry.name, builder(entry, devices))


def builder(entry: NodeEntry, devices: Mapping[str, Any]) -> Callable[[], Node]:
    """Builds the node, now and whenever it is restarted; it gets the devices in its `needs` and no others."""
    missing = [need for need in entry.node.needs if need not in devices]
    if missing:
        raise ConfigError(f"node {entry.name} needs {', '.join(missing)}, which this way of running does not have")
    needed = {need: devices[need] for need in entry.node.needs}
    build: Callable[..., Node] = entry.node
    return lambda: build(entry.config, **needed)
