"""Batches come in the order they were drawn, and what goes wrong while one is drawn reaches the one who waits."""

from __future__ import annotations

import itertools
import threading

import pytest

from models.train.ahead import Ahead


def test_batches_come_in_order() -> None:
    numbers = itertools.count()
    with Ahead([lambda: next(numbers)], 2) as batches:
        assert [batches.next() for _ in range(50)] == list(range(50))


def test_every_draw_has_a_thread_that_ends_with_the_context() -> None:
    drawn_in: dict[str, int] = {}
    both, before = threading.Barrier(2, timeout=10), threading.active_count()

    def draw(name: str) -> str:
        if name not in drawn_in:
            drawn_in[name] = threading.get_ident()
            both.wait()
        return name

    with Ahead([lambda: draw("one"), lambda: draw("other")], 1) as batches:
        while len(drawn_in) < 2:
            batches.next()
    assert len({*drawn_in.values(), threading.get_ident()}) == 3
    assert threading.active_count() == before


def test_a_failure_is_raised_where_the_batch_is_waited_for() -> None:
    numbers = iter([1, 2])

    def draw() -> int:
        for number in numbers:
            return number
        raise ValueError("no recordings are left")

    with pytest.raises(ValueError, match="no recordings are left"), Ahead([draw], 4) as batches:
        for expected in (1, 2, 3):
            assert batches.next() == expected
