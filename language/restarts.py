"""People restart, repeat and correct themselves: clauses as they were said become clauses as they were meant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from language.choices import Option
from language.clauses import QUANTITIES, Clause
from language.cursor import Cursor
from robot.program import plain

TURNS = {"turn", "face", "look"}
TRAVELS = {"travel", "continue", "reverse", "reach", "enter"}
ASIDE = {"side", "heading", "around"}
TWICE_MEANT = 0.7  # cost of taking the same words, said twice, for two orders
TWO_PHOTOS = 0.2


def settled(cursor: Cursor, clauses: Sequence[Clause]) -> list[Clause]:
    """Without false starts, repetitions and what was corrected or cancelled."""
    meant: list[Clause] = []
    if len(clauses) > 1:
        clauses = [clause for clause in clauses if not (_broken_off(clause) and clause is not clauses[-1])] or clauses
    for clause in clauses:
        if clause.corrects and meant and clause.name not in ("stop", "cancel"):
            _correct(meant, clause)
        elif clause.name == "cancel" and meant and clause.bare:
            meant.pop()
            if clause is clauses[-1]:
                meant.append(clause)
        elif _afterthought(meant, clause):
            meant[-2] = _patched(meant[-2], clause)
        elif meant and _completes(meant[-1], clause):
            first = meant.pop()
            whole = replace(first, terms=first.terms | clause.terms, words=f"{first.words} {clause.words}")
            if meant and _replaces(cursor, meant[-1], whole):
                meant.pop()
            meant.append(whole)
        elif meant and _announces(meant[-1], clause):
            meant[-1] = replace(clause, joined=meant[-1].joined)
        elif meant and _replaces(cursor, meant[-1], clause):
            meant[-1] = _inherited(meant[-1], clause)
        else:
            meant.append(_with_verb(meant, clause))
    return meant


def _broken_off(clause: Clause) -> bool:
    """A verb that means nothing on its own: "can you move", "and then find"."""
    return clause.bare and not clause.corrects and clause.name in ("travel", "do", "face", "look", "see", "find", "reach")


def family(clause: Clause) -> str:
    """What sort of order it is, so that a correction finds what it corrects."""
    if "photo" in clause.terms:
        return "photo"
    name = clause.name
    if name in TURNS or (
        not name and {"side", "heading", "angle", "around"} & set(clause.terms) and "length" not in clause.terms
    ):
        return "turn"
    if name in TRAVELS or (not name and {"length", "block", "along", "number"} & set(clause.terms)):
        turns = {"angle", "heading", "side"} & set(clause.terms) and not {"length", "block", "along"} & set(clause.terms)
        return "turn" if turns and not clause.landmark and not clause.ways else "travel"
    return name


def _announces(before: Clause, clause: Clause) -> bool:
    """ "the red chair, go to it": first the thing, then what to do with it."""
    if before.verb is not None or before.thing is None or before.terms or clause.verb is None:
        return False
    named = next(iter(clause.ways.values())) if _one_way(clause) else clause.landmark
    return named is not None and plain(before.thing) == plain(named)


def _afterthought(meant: list[Clause], clause: Clause) -> bool:
    """ "turn fifteen degrees . and take a picture . to your right"."""
    if len(meant) < 2 or clause.verb is not None or clause.joined in ("and", "then", "step") or family(meant[-1]) != "photo":
        return False
    only = set(clause.terms)
    return family(meant[-2]) == "turn" and len(only) == 1 and only <= {"side", "heading", "angle"} and not clause.landmark


def _completes(before: Clause, clause: Clause) -> bool:
    """ "to your left . turn thirty degrees": one says the side, the other how far."""
    if clause.joined in ("and", "then", "step") or family(before) != "turn" or family(clause) != "turn":
        return False
    if before.landmark or clause.landmark or before.ways or clause.ways:
        return False
    return set(before.terms) == {"side"} and bool(clause.terms) and set(clause.terms) <= {"angle", "number"}


def _with_verb(meant: list[Clause], clause: Clause) -> Clause:
    """A thing or an amount without a verb takes that of the clause before: "find the ball and the chair"."""
    if clause.verb is not None or not meant or clause.joined == "step":
        return clause
    before = meant[-1]
    if clause.thing is not None and not clause.terms and before.verb is not None and _one_way(before):
        return replace(clause, verb=before.verb, thing=None, ways={next(iter(before.ways)): clause.thing})
    thing = clause.thing is not None and not clause.terms and before.landmark is not None and before.verb is not None
    amount = bool(clause.amounts & {"length", "block"}) and family(before) == "travel"
    heading = "heading" in clause.terms and family(before) == "turn" and clause.joined != "pause"
    return replace(clause, verb=before.verb) if thing or amount or heading else clause


def _one_way(clause: Clause) -> bool:
    """ "Through the first door" and nothing else."""
    return clause.landmark is None and len(clause.ways) == 1


def _replaces(cursor: Cursor, before: Clause, clause: Clause) -> bool:
    """Whether the clause says again, better, what the one before said."""
    if clause.joined in ("then", "step"):
        return False
    if family(before) == family(clause) == "photo" and _same(before, clause):
        return cursor.choices.pick([Option(True, 0.0), Option(False, TWO_PHOTOS)])
    if clause.joined == "and":
        return False
    if not clause.joined and clause.verb is None and clause.amounts and clause.amounts == before.amounts:
        _clash(cursor, before, clause)
        return True
    if _to_heading(before, clause):
        return True
    if before.bare and before.verb is not None and before.name not in ("stop", "cancel", "wait", "return", "repeat", "undo"):
        return clause.verb is not None and (before.name == "do" or family(before) == family(clause) or not _means_alone(before))
    if family(before) == "turn" and family(clause) == "travel" and "heading" in before.terms and _same(before, clause):
        return True  # "go west . go west five feet"
    if family(before) != family(clause) or not family(before):
        return False
    if _unfinished(before) and (clause.verb is not None or clause.amounts) and not clause.landmark:
        return True
    if _same(before, clause) or (family(clause) == "travel" and _same(clause, before)):
        return cursor.choices.pick([Option(True, 0.0), Option(False, TWICE_MEANT)])
    return False


def _clash(cursor: Cursor, before: Clause, clause: Clause) -> None:
    """ "two metres three metres" in one breath: the second is likelier meant, but the car asks."""
    (first, *_), (second, *_) = ([c.terms[name] for name in QUANTITIES if name in c.terms] for c in (before, clause))
    cursor.guessed.append(f"I can't do both {first.said} and {second.said} at once. Say one after the other.")


def _means_alone(clause: Clause) -> bool:
    return clause.name in ("turn", "reverse", "continue")


def _to_heading(before: Clause, clause: Clause) -> bool:
    """ "turn right . facing west" and "about face . turn a hundred and eighty": the second says how far."""
    turning = family(before) == "turn" or (before.name == "do" and set(before.terms) <= {"side", "around"} and not before.bare)
    if not turning or family(clause) != "turn" or before.landmark or clause.landmark or before.ways:
        return False
    half = "angle" in clause.terms and math.isclose(clause.terms["angle"].amount, math.pi)
    if set(before.terms) <= {"around"}:
        return half or "heading" in clause.terms
    return set(before.terms) <= {"side", "around"} and "heading" in clause.terms and not clause.amounts


def _unfinished(clause: Clause) -> bool:
    """A turn without a side or a unit, a drive without a unit: broken off, if it is followed by another."""
    if clause.landmark or clause.ways:
        return False
    if "number" in clause.terms or ("angle" in clause.terms and "along" in clause.terms):
        return True
    if family(clause) != "turn" or ASIDE & set(clause.terms):
        return False
    angle = clause.terms.get("angle")
    return angle is None or not math.isclose(math.remainder(angle.amount, math.pi), 0, abs_tol=1e-6)


def _same(before: Clause, clause: Clause) -> bool:
    """Whether the second says nothing else than the first did, and at least as much."""
    for category, term in before.terms.items():
        if category in ("times", "extent", "affirm"):
            continue
        said = clause.terms.get(category)
        if said is None or (said.value, said.amount) != (term.value, term.amount):
            degrees = clause.terms.get("number") if category == "angle" else None
            if degrees is None or not math.isclose(math.radians(degrees.amount), term.amount):
                return False
    things = [(before.goal, clause.goal), (before.thing, clause.thing), (before.until, clause.until)]
    if any(first is not None and first != second for first, second in things):
        return False
    return all(clause.ways.get(way) == landmark for way, landmark in before.ways.items())


def _inherited(before: Clause, clause: Clause) -> Clause:
    """The better clause, with what only the first one said."""
    fuller = before if _same(clause, before) and not _same(before, clause) else clause
    return replace(fuller, verb=clause.verb or before.verb, joined=before.joined)


def _correct(meant: list[Clause], clause: Clause) -> None:
    """Put the correction in the place of what it corrects."""
    kind = family(clause)
    index = next((i for i in reversed(range(len(meant))) if kind and family(meant[i]) == kind), len(meant) - 1)
    if not kind and clause.thing is not None and not clause.terms:  # "go to the chair and take a photo . no, the sofa"
        index = next((i for i in reversed(range(len(meant))) if meant[i].landmark is not None), index)
    before = meant[index]
    patches = clause.verb is None or (family(before) == kind and clause.name == before.name)
    meant[index] = _patched(before, clause) if patches else replace(clause, corrects=False, joined=before.joined)


def _patched(before: Clause, clause: Clause) -> Clause:
    """The clause before with what the correction says instead."""
    terms = dict(before.terms)
    if set(clause.terms) & set(QUANTITIES):
        terms = {category: term for category, term in terms.items() if category not in QUANTITIES}
    if set(clause.terms) & ASIDE:
        terms = {category: term for category, term in terms.items() if category not in ASIDE}
    thing, goal = before.thing, before.goal
    if clause.thing is not None:
        thing, goal = (thing, clause.thing) if goal is not None else (clause.thing, goal)
    ways = before.ways | clause.ways
    if clause.thing is not None and _one_way(before):  # "go through the door . no, the left one"
        thing, ways = before.thing, {next(iter(before.ways)): clause.thing}
    return replace(
        before, terms=terms | clause.terms, ways=ways, thing=thing, goal=clause.goal or goal,
        until=clause.until or before.until, words=f"{before.words} {clause.words}",
    )  # fmt: skip
