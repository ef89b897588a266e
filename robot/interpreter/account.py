"""What a run has to say for itself: a trace that can be read, and the question to ask where the world can't decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from robot.interpreter.costs import Costs
from robot.interpreter.run import Move, Run

CLOSE = 0.7  # two ends whose costs differ by less are as good as each other
HARD = 3.0  # a step that costs so much isn't what was described


def trace(run: Run, costs: Costs) -> tuple[str, ...]:
    """One line a step: what was to be done, what was done, and what speaks against it."""
    return tuple(_line(move, costs) for move in run.moves)


def question(runs: Sequence[Run], costs: Costs) -> str:
    """What to ask before a program is carried out; "" where the world has decided.

    `runs` are all that came near the cheapest (`Limits.slack`). One asks when even the best run finds something that isn't
    as it was described, or when another program that ends elsewhere fits as well.
    """
    if not runs:
        return "I see no way to do that from here. What should I do?"
    best = min(runs, key=lambda run: run.cost)
    hard = next((move for move in best.moves if costs.of(move.doubts) >= HARD), None)
    if hard is not None:
        return f"I can't make out how to {hard.step}: {'; '.join(_worst(hard, costs))}. Shall I try anyway?"
    rivals = [run for run in runs if run.end != best.end and run.cost < best.cost + CLOSE]
    other = next((run for run in rivals if str(run.hypothesis.program) != str(best.hypothesis.program)), None)
    if other is not None:
        return f"Do you mean: {best.hypothesis.program}? Or: {other.hypothesis.program}?"
    return ""


def _line(move: Move, costs: Costs) -> str:
    cost = costs.of(move.doubts)
    doubts = "; ".join(_worst(move, costs))
    return f"{move.step}: {move.option}" + (f" ({doubts}; {cost:.1f})" if cost >= 0.05 else ", as described")


def _worst(move: Move, costs: Costs) -> Iterator[str]:
    """The doubts that cost something, dearest first."""
    paid = sorted(((costs.of({name: amount}), name) for name, amount in move.doubts.items()), reverse=True)
    return (name for cost, name in paid if cost >= 0.05)
