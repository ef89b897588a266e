"""What a run has to say for itself: a line for everything that was tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from robot.interpreter.agenda import Move
from robot.interpreter.costs import Costs


def trace(moves: Iterable[Move], costs: Costs) -> tuple[str, ...]:
    """One line a step: what was to be done, how it was done, and what speaks against it or why it failed."""
    return tuple(_line(move, costs) for move in moves)


def _line(move: Move, costs: Costs) -> str:
    words, sentence = str(move.option), move.outcome.sentence
    done = ": ".join(part for part in (str(move.step), words) if part)
    if not move.outcome.good:
        return f"{done} (failed: {sentence})"
    cost = costs.of(move.doubts)
    doubts = f" ({'; '.join(_worst(move, costs))}; {cost:.1f})" if cost >= 0.05 else ", as described"
    return f"{done}{doubts}" + (f" → {sentence}" if sentence else "")


def _worst(move: Move, costs: Costs) -> Iterator[str]:
    """The doubts that cost something, dearest first."""
    paid = sorted(((costs.of({name: amount}), name) for name, amount in move.doubts.items()), reverse=True)
    return (name for cost, name in paid if cost >= 0.05)
