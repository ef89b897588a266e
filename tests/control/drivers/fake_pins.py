"""GPIO lines of the kernel's, without one: edges come when a test says so, and wait until they are read, as many as fit."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from control.drivers.lines import EVENTS, Edge, Pull
from robot.clock import SimulatedClock
from robot.parts import PartBusy


class FakeInputs:
    def __init__(self, lines: Sequence[int], pull: Pull, levels: dict[int, bool]) -> None:
        self.lines, self.pull, self.store = tuple(lines), pull, deque[tuple[int, Edge]](maxlen=EVENTS)
        self._levels, self._number, self._read = levels, 0, 0

    def happen(self, edge: Edge) -> None:
        self._number += 1
        self.store.append((self._number, edge))

    def edges(self) -> list[Edge]:
        found: list[Edge] = []
        while self.store:
            number, edge = self.store.popleft()
            found.append(edge._replace(lost=number - self._read - 1))
            self._read = number
        return found

    def levels(self) -> dict[int, bool]:
        return {line: self._levels[line] for line in self.lines}

    def close(self) -> None:
        self.store.clear()


class FakeOutput:
    def __init__(self, line: int, levels: dict[int, bool], listener: Callable[[int, bool], None]) -> None:
        self._line, self._levels, self._listener = line, levels, listener
        levels[line] = False

    def put(self, high: bool) -> None:
        self._levels[self._line] = high
        self._listener(self._line, high)

    def close(self) -> None:
        self.put(False)


class FakePins:
    """`put` is the world's side of a line. `listener(line, high)` hears of every output; set it before an output is taken."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.clock = clock
        self.levels: dict[int, bool] = {}
        self.requests: list[FakeInputs] = []
        self.listener: Callable[[int, bool], None] = lambda line, high: None
        self.debounce_s: dict[int, float] = {}
        self._taken: set[int] = set()

    def inputs(self, lines: Sequence[int], pull: Pull, debounce_s: float = 0.0) -> FakeInputs:
        for line in lines:
            self._take(line)
            self.levels.setdefault(line, pull == "up")
            self.debounce_s[line] = debounce_s
        self.requests.append(FakeInputs(lines, pull, self.levels))
        return self.requests[-1]

    def output(self, line: int) -> FakeOutput:
        self._take(line)
        return FakeOutput(line, self.levels, self.listener)

    def put(self, line: int, high: bool, t_ns: int | None = None) -> None:
        """The world sets a line, now or at `t_ns`."""
        if self.levels.get(line) == high:
            return
        self.levels[line] = high
        edge = Edge(line, high, self.clock.now_ns() if t_ns is None else t_ns)
        for request in self.requests:
            if line in request.lines:
                request.happen(edge)

    def _take(self, line: int) -> None:
        if line in self._taken:
            raise PartBusy(f"GPIO{line} of the fake is in use")
        self._taken.add(line)
