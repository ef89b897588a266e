"""A clause becomes steps: what its verb means with what stands around it."""

from __future__ import annotations

from collections.abc import Callable

from language import doing, going, rooms
from language.clauses import Clause
from language.cursor import Cursor, NotUnderstood
from language.doorways import by_the_end, climbs
from language.told import own
from robot.condition import Condition
from robot.program import If, Not, Repeat, Say, Step, Stop, Travel, Wait

CARRYING = ("get", "move", "moving", "run")  # "move the bin to the kitchen" needs hands, "go the chair" is short for "go to"

Frame = Callable[[Cursor, Clause], list[Step]]


def steps_of(cursor: Cursor, clause: Clause) -> list[Step]:
    """The steps that a clause stands for; raises NotUnderstood with a sentence where it stands for none."""
    if clause.negated:
        raise NotUnderstood(f'I can\'t use "not" yet; tell me what to do instead ({clause.said}).')
    if clause.name == "tell" and (awaited := clause.when or clause.condition) is not None:
        return [Wait(until=awaited, words=clause.words), Say(text=f"Now {own(str(awaited))}", words=clause.words)]
    steps = by_the_end(clause, _framed(cursor, clause))
    if climbs(steps, clause.words):
        cursor.refusals.append("I can't climb stairs: I have wheels.")
        return []
    if clause.when is not None:
        steps = [Travel(until=clause.when, words=clause.words), *(step for step in steps if not isinstance(step, Stop))]
    steps = _repeated(clause, steps)
    condition = _only_if(clause)
    return [If(condition=condition, steps=tuple(steps), words=clause.words)] if condition is not None else steps


def _framed(cursor: Cursor, clause: Clause) -> list[Step]:
    if clause.verb is not None and (clause.verb.category == "unable" or _carries(clause)):
        return doing.unable(cursor, clause)
    if "photo" in clause.terms:
        return doing.photo(cursor, clause)
    return FRAMES[clause.name or _implied(clause)](cursor, clause)


def _carries(clause: Clause) -> bool:
    return clause.name == "travel" and clause.thing is not None and clause.verb is not None and clause.verb.words in CARRYING


def _implied(clause: Clause) -> str:
    """What is meant without a verb: "left ninety degrees", "two feet"."""
    if (
        {"side", "around", "heading", "angle", "clock"} & set(clause.terms)
        and "length" not in clause.terms
        and "block" not in clause.terms
    ):
        return "turn"
    if clause.goal is not None and clause.thing is None:
        return "travel"
    if clause.thing is not None:
        return "name"
    return "travel" if clause.amounts or clause.ways or "along" in clause.terms or clause.until is not None else ""


def _only_if(clause: Clause) -> Condition | None:
    if clause.unless is not None:
        return clause.unless.condition if isinstance(clause.unless, Not) else Not(condition=clause.unless)
    return clause.condition


def _repeated(clause: Clause, steps: list[Step]) -> list[Step]:
    times = clause.terms.get("times")
    if times is None or not steps or clause.name == "repeat":
        return steps
    count = int(times.value) if times.value.isdigit() else 0
    number = clause.terms.get("number")
    if times.value == "n" and number is not None and number.amount.is_integer() and number.amount >= 1:
        count = int(number.amount)
    if count == 1 or (count == 0 and times.value != "forever"):
        return steps
    return [Repeat(steps=tuple(steps), count=count, words=clause.words)]


FRAMES: dict[str, Frame] = {
    "turn": going.turn, "face": going.face, "look": going.look, "travel": going.travel, "continue": going.continue_,
    "reach": going.reach, "enter": rooms.enter, "pass": rooms.pass_, "cross": rooms.cross, "leave": rooms.leave,
    "count": rooms.count,
    "reverse": going.reverse, "return": going.return_, "find": doing.find, "inspect": doing.inspect, "follow": doing.follow,
    "see": doing.see, "do": doing.do, "stop": doing.stop, "cancel": doing.stop, "wait": doing.wait, "say": doing.say,
    "remember": doing.remember, "repeat": doing.repeat, "tell": doing.tell, "undo": doing.undo, "name": doing.name,
    "": doing.nothing,
}  # fmt: skip
