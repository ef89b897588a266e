from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from robot.clock import NS_PER_S, SimulatedClock, SystemClock, local_date_time, to_ns, to_s


def test_the_system_clock_never_goes_back() -> None:
    clock = SystemClock()
    stamps = [clock.now_ns() for _ in range(1000)]
    assert stamps == sorted(stamps)


def test_waiting_for_a_moment_that_has_come() -> None:
    clock = SystemClock()
    before_ns = clock.now_ns()
    clock.wait_until(before_ns - NS_PER_S)
    clock.wait_until(before_ns + 1_000_000)
    assert clock.now_ns() >= before_ns + 1_000_000


@given(st.lists(st.integers(0, 10**15)))
def test_simulated_time_moves_only_forward_and_only_when_told(times_ns: list[int]) -> None:
    clock = SimulatedClock(5)
    for t_ns in times_ns:
        before_ns = clock.now_ns()
        clock.wait_until(t_ns)
        assert clock.now_ns() == max(before_ns, t_ns)
    assert clock.now_ns() == max([5, *times_ns])


@given(st.integers(-(10**6), 10**6))
def test_seconds_and_nanoseconds_round_trip(milliseconds: int) -> None:
    assert to_ns(milliseconds / 1000) == milliseconds * 1_000_000
    assert to_s(to_ns(milliseconds / 1000)) == milliseconds / 1000


def test_names_of_folders_sort_by_time() -> None:
    assert re.fullmatch(r"\d{8}-\d{6}", local_date_time())
