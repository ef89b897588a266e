"""A world where trying is doing, as it is for a car: what is tried, what is asked, what is taken back, in which order."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from types import MappingProxyType

import pytest

from language.evaluate.sail_follow import done
from robot.condition import Condition, Elapsed, See
from robot.interpreter.costs import Costs
from robot.interpreter.option import Option
from robot.interpreter.run import Hypothesis, Limits, Run, Runner
from robot.interpreter.trace import trace
from robot.interpreter.world import Doing, Outcome
from robot.landmark import Landmark
from robot.program import Expect, Find, Goto, If, Photo, Program, Repeat, Say, Step

LIMITS = Limits(sure=1.0, close=0.3, legs=1000, earnest=True)
CHAIR, LAMP = Landmark(kind="chair"), Landmark(kind="lamp")


class Shop:
    """Things stand at numbered places; beside some of them a lamp is seen. Everything that happens is written down."""

    def __init__(
        self, chairs: dict[int, float], lamps: Sequence[int] = (), broken: Sequence[int] = (), yes: bool = True
    ) -> None:
        self.chairs, self.lamps, self.broken, self.yes = chairs, lamps, broken, yes
        self.hidden: dict[int, float] = {}
        self.here = 0
        self.log: list[str] = []

    def options(self, step: Step) -> Sequence[Option]:
        if isinstance(step, Goto):
            return [Option({"farther": away}, place) for place, away in self.chairs.items()]
        return [Option({}, str(step))]

    def take(self, step: Step, option: Option, earnest: bool) -> Doing[Outcome]:
        assert earnest
        yield
        self.log.append(str(option))
        if isinstance(option.action, int):
            self.here = option.action
            self.chairs |= self.hidden
            return Outcome(option.action not in self.broken, f"place {option.action}")
        return Outcome(True)

    def holds(self, condition: Condition, words: str) -> Doing[float | None]:
        yield
        return float(self.here in self.lamps) if isinstance(condition, See) else None

    def choose(self, step: Step, options: Sequence[Option]) -> Doing[Sequence[Option]]:
        yield
        self.log.append("which?")
        return list(reversed(options))

    def agree(self, program: Program, because: str) -> Doing[bool]:
        yield
        self.log.append(f"{because}: {program}?")
        return self.yes

    def where(self) -> Hashable:
        return self.here

    def mark(self) -> Hashable:
        return self.here

    def go_back(self, mark: Hashable) -> Doing[bool]:
        yield
        if mark != self.here:
            assert isinstance(mark, int)
            self.here = mark
            self.log.append("back")
        return True


def carried_out(shop: Shop, *programs: tuple[Step, ...]) -> Run | None:
    hypotheses = [Hypothesis(Program(steps=steps), MappingProxyType({"reading": 0.5 * number}))
                  for number, steps in enumerate(programs)]
    return done(Runner(shop, limits=LIMITS).run(hypotheses))


def test_what_works_is_done_once_and_stays() -> None:
    shop = Shop({1: 0.0, 2: 9.0})
    assert carried_out(shop, (Goto(landmark=CHAIR), Photo())) is not None
    assert shop.log == ["1", "take a photo"] and shop.here == 1


def test_what_should_be_seen_and_is_not_sends_it_to_the_next_that_fits() -> None:
    shop = Shop({1: 0.0, 2: 9.0}, lamps=[2])
    run = carried_out(shop, (Goto(landmark=CHAIR), Expect(condition=See(landmark=LAMP)), Photo()))
    assert run is not None and run.cost < 1.0
    assert shop.log == ["1", "back", "2", "take a photo"] and shop.here == 2


def test_where_nothing_is_as_described_the_likeliest_stands() -> None:
    """The second chair is no better, so the car goes back to the first."""
    shop = Shop({1: 0.0, 2: 9.0})
    run = carried_out(shop, (Goto(landmark=CHAIR), Expect(condition=See(landmark=LAMP))))
    assert run is not None and shop.here == 1 and shop.log == ["1", "back", "2", "back"]


def test_with_nothing_else_to_try_it_does_not_go_back_only_to_come_again() -> None:
    shop = Shop({1: 0.0})
    run = carried_out(shop, (Goto(landmark=CHAIR), Expect(condition=See(landmark=LAMP))))
    assert run is not None and run.cost == pytest.approx(1.5) and shop.log == ["1"]


def test_what_becomes_known_on_the_way_can_be_meant_too() -> None:
    shop = Shop({1: 0.0}, lamps=[2])
    shop.hidden = {2: 3.0}
    assert carried_out(shop, (Goto(landmark=CHAIR), Expect(condition=See(landmark=LAMP)))) is not None
    assert shop.log == ["1", "back", "2"]


def test_it_asks_which_of_two_that_fit_as_well() -> None:
    shop = Shop({1: 0.0, 2: 1.0})
    carried_out(shop, (Goto(landmark=CHAIR),))
    assert shop.log == ["which?", "2"]


def test_a_failure_leads_to_the_next_option_and_then_to_the_question_whether_something_else_was_meant() -> None:
    shop = Shop({1: 0.0, 2: 9.0}, broken=[1, 2])
    run = carried_out(shop, (Goto(landmark=CHAIR), Photo()), (Say(text="hello"),))
    assert run is not None and run.hypothesis.program.steps == (Say(text="hello"),)
    assert shop.log == ["1", "back", "2", 'place 1: say "hello"?', "back", 'say "hello"']


def test_no_means_no_and_the_first_failure_is_told() -> None:
    shop = Shop({1: 0.0}, broken=[1], yes=False)
    runner = Runner(shop, limits=LIMITS)
    run = done(runner.run([Hypothesis(Program(steps=(Goto(landmark=CHAIR),))),
                           Hypothesis(Program(steps=(Photo(),)), MappingProxyType({"reading": 0.5}))]))
    assert run is None and runner.failure == "place 1"
    assert trace(runner.tried, Costs()) == ("go to the chair: 1 (failed: place 1)",)


@pytest.mark.parametrize(("lamps", "done_"), [([0], "take a photo"), ([], 'say "dark"')])
def test_a_branch_follows_what_is_seen(lamps: list[int], done_: str) -> None:
    shop = Shop({}, lamps)
    carried_out(shop, (If(condition=See(landmark=LAMP), steps=(Photo(),), otherwise=(Say(text="dark"),)),))
    assert shop.log == [done_]


def test_a_repeat_counts_and_ends_when_its_condition_holds() -> None:
    shop = Shop({})
    carried_out(shop, (Repeat(steps=(Photo(), Find(landmark=LAMP)), count=3),))
    assert shop.log == ["take a photo", "find the lamp"] * 3
    lit = Shop({}, lamps=[0])
    carried_out(lit, (Repeat(steps=(Photo(),), until=See(landmark=LAMP)), Say(text="light")))
    assert lit.log == ['say "light"']


def test_many_repeats_of_many_steps_do_not_exhaust_the_stack() -> None:
    shop = Shop({})
    runner = Runner(shop, limits=LIMITS._replace(tries=10_000))
    assert done(runner.run([Hypothesis(Program(steps=(Repeat(steps=(Photo(),) * 30, count=100),)))])) is not None
    assert len(shop.log) == 3000


@pytest.mark.parametrize("step", [
    If(condition=Elapsed(duration_s=1.0), steps=(Photo(),)), Repeat(steps=(Photo(),), until=Elapsed(duration_s=1.0)),
])
def test_what_cannot_be_told_is_said_and_nothing_done(step: Step) -> None:
    shop = Shop({})
    runner = Runner(shop, limits=LIMITS)
    assert done(runner.run([Hypothesis(Program(steps=(step,)))])) is None
    assert runner.failure.startswith("I can't tell") and shop.log == []
