from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from language.choices import Choices, Option, cheapest

COSTS = st.lists(st.lists(st.floats(0, 5), min_size=1, max_size=3).map(sorted), max_size=3)


def test_the_best_options_come_first_then_one_change_at_a_time() -> None:
    def run(choices: Choices) -> str:
        first = choices.pick([Option("a", 0.0), Option("b", 1.0)])
        return first + choices.pick([Option("x", 0.0), Option("y", 0.4), Option("z", 2.0)])

    assert list(cheapest(run, most_runs=5)) == [(0, "ax"), (0.4, "ay"), (1, "bx"), (1.4, "by"), (2, "az")]


@given(COSTS)
def test_every_combination_comes_once_in_the_order_of_its_cost(costs: list[list[float]]) -> None:
    def run(choices: Choices) -> tuple[int, ...]:
        return tuple(choices.pick([Option(i, cost) for i, cost in enumerate(options)]) for options in costs)

    found = list(cheapest(run, most_runs=1000))
    combinations = 1
    for options in costs:
        combinations *= len(options)
    assert len({result for _, result in found}) == len(found) == combinations
    assert all(a <= b + 1e-9 for (a, _), (b, _) in zip(found, found[1:], strict=False))
