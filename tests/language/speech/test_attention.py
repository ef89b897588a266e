from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from language.speech.attention import Attention, AttentionConfig, Heeds
from robot.clock import to_ns

ALL, STOPS, NOTHING = Heeds(True, True), Heeds(True, False), Heeds(False, False)


def run(attention: Attention, since_s: float, until_s: float, voice: bool = False) -> list[Heeds]:
    """What it heeds every tenth of a second."""
    return [attention.heeds(to_ns(t / 10), voice) for t in range(round(since_s * 10), round(until_s * 10))]


def test_without_the_button_it_listens_to_nothing() -> None:
    assert set(run(Attention(), 0, 100, voice=True)) == {NOTHING}


def test_a_tap_listens_until_the_sentence_is_over() -> None:
    attention = Attention()
    attention.button("tap", to_ns(1))
    assert set(run(attention, 1, 3) + run(attention, 3, 12, voice=True)) == {ALL}
    assert set(run(attention, 12, 20)) == {NOTHING}


def test_a_tap_times_out_where_nobody_speaks_and_where_nobody_stops_speaking() -> None:
    attention = Attention(AttentionConfig(patience_s=6, longest_s=20))
    attention.button("tap", 0)
    assert run(attention, 0, 8).count(ALL) == 60
    attention.button("tap", to_ns(10))
    assert run(attention, 10, 60, voice=True).count(ALL) == 200


def test_a_second_tap_withdraws_and_what_was_understood_ends_it() -> None:
    attention = Attention()
    attention.button("tap", 0)
    attention.button("tap", to_ns(1))
    assert run(attention, 1, 2) == [NOTHING] * 10
    attention.button("tap", to_ns(2))
    attention.understood()
    assert run(attention, 2, 3, voice=True) == [NOTHING] * 10


def test_a_held_button_listens_through_pauses_until_it_is_let_go_and_never_for_ever() -> None:
    attention = Attention(AttentionConfig(longest_s=20, release_s=0.3))
    attention.button("down", 0)
    assert set(run(attention, 0, 1, voice=True) + run(attention, 1, 10) + run(attention, 10, 11, voice=True)) == {ALL}
    attention.understood()
    attention.button("up", to_ns(11))
    assert run(attention, 11, 13).count(ALL) == 3
    attention.button("down", to_ns(20))
    assert run(attention, 20, 100).count(ALL) == 200


def test_while_the_car_moves_it_hears_a_stop_whatever_the_mode() -> None:
    attention = Attention(AttentionConfig(coasting_s=1))
    attention.moves(to_ns(5))
    assert run(attention, 5, 8).count(STOPS) == 10
    attention.moves(to_ns(8))
    attention.button("tap", to_ns(8))
    assert attention.heeds(to_ns(8.1), False) == ALL


def test_open_it_hears_voices_and_rests_when_nobody_has_spoken_for_long() -> None:
    attention = Attention(AttentionConfig(mode="open", rest_after_s=60))
    assert run(attention, 0, 1) == [NOTHING] * 10
    assert run(attention, 1, 2, voice=True) == [ALL] * 10
    assert not attention.resting(to_ns(61))
    assert run(attention, 61, 70) and attention.resting(to_ns(70))
    assert run(attention, 70, 71, voice=True) == [NOTHING] * 10
    attention.button("tap", to_ns(72))
    assert run(attention, 72, 73, voice=True) == [ALL] * 10
    assert not attention.resting(to_ns(75))


EVENTS = st.sampled_from(["down", "up", "tap", "voice", "quiet", "understood"])


@given(st.lists(st.tuples(EVENTS, st.floats(0, 5)), max_size=30))
def test_whatever_is_pressed_the_button_times_out(events: list[tuple[str, float]]) -> None:
    attention, t_s = Attention(), 0.0
    for event, later_s in events:
        t_s += later_s
        if event in ("voice", "quiet"):
            attention.heeds(to_ns(t_s), event == "voice")
        elif event == "understood":
            attention.understood()
        else:
            attention.button(event, to_ns(t_s))  # type: ignore[arg-type]
    attention.heeds(to_ns(t_s + 21), True)
    assert attention.heeds(to_ns(t_s + 41), True) == NOTHING


def test_a_question_is_listened_to_for_its_answer_but_not_for_ever() -> None:
    attention = Attention(AttentionConfig(invitations=2))
    for at_s in (0, 10, 20):
        attention.invite(to_ns(at_s))
        assert (ALL in run(attention, at_s, at_s + 10)) == (at_s < 20)
    attention.button("tap", to_ns(30))
    run(attention, 30, 40)
    attention.invite(to_ns(40))
    assert attention.pushed


def test_where_it_can_be_called_it_hears_voices_but_nobody_is_heeded() -> None:
    attention = Attention(AttentionConfig(rest_after_s=10), wakes=True)
    assert set(run(attention, 0, 5)) == {NOTHING}
    assert set(run(attention, 5, 6, voice=True)) == {STOPS}
    assert not attention.resting(to_ns(6)) and set(run(attention, 6, 60)) == {NOTHING}
    assert set(run(attention, 60, 61, voice=True)) == {STOPS}, "it never tires of being called"
    attention.button("tap", to_ns(61))
    assert set(run(attention, 61, 62, voice=True)) == {ALL}
