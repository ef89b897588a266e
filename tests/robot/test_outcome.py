"""When an instruction counts as over, settled, succeeded."""

from __future__ import annotations

from typing import Any

from robot import topics
from robot.bus import Envelope, Topic
from robot.messages import MissionStatus, Odometry, Understanding
from robot.outcome import Outcome
from robot.program import Program, Stop

PROGRAM = Program(steps=(Stop(),))


def tell(outcome: Outcome, topic: Topic[Any], message: Any) -> None:
    outcome(topic, Envelope(1, message.t_ns, message))


def move(outcome: Outcome, t_s: float, speed_mps: float) -> None:
    odometry = Odometry(
        t_ns=int(t_s * 1e9), x_m=0.0, y_m=0.0, heading_rad=0.0, speed_mps=speed_mps, turn_radps=0.0, covariance=()
    )
    tell(outcome, topics.ODOMETRY, odometry)


def state(outcome: Outcome) -> tuple[bool, bool, bool]:
    """Over, settled, succeeded."""
    return outcome.over, outcome.settled, outcome.succeeded


def end(outcome: Outcome, t_s: float, how: Any) -> None:
    status = MissionStatus(t_ns=int(t_s * 1e9), state=how, step=0, steps=1, sentence=f"it {how}")
    tell(outcome, topics.MISSION, status)


def test_it_is_over_when_the_mission_ended_and_the_car_stands() -> None:
    outcome = Outcome()
    tell(outcome, topics.UNDERSTANDING, Understanding(t_ns=0, text="stop", program=PROGRAM, sentence=""))
    move(outcome, 1.0, 0.2)
    end(outcome, 1.1, "succeeded")
    assert state(outcome) == (False, True, True)
    move(outcome, 1.4, 0.0)
    assert state(outcome) == (False, True, True)
    move(outcome, 1.6, 0.0)
    assert state(outcome) == (True, True, True)
    assert outcome.reason == "it succeeded"
    outcome.acknowledge()
    assert state(outcome) == (False, True, True)


def test_what_was_not_understood_is_over_with_its_sentence() -> None:
    outcome = Outcome()
    assert state(outcome) == (False, False, False)
    assert outcome.reason == "nothing was asked"
    tell(outcome, topics.UNDERSTANDING, Understanding(t_ns=0, text="zebra", program=None, sentence="What is a zebra?"))
    move(outcome, 2.0, 0.0)
    assert state(outcome) == (True, True, False)
    assert outcome.reason == "What is a zebra?"


def test_a_running_mission_is_not_settled() -> None:
    outcome = Outcome()
    tell(outcome, topics.UNDERSTANDING, Understanding(t_ns=0, text="stop", program=PROGRAM, sentence=""))
    end(outcome, 0.1, "running")
    move(outcome, 5.0, 0.0)
    assert state(outcome) == (False, False, False)
