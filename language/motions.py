"""Clauses of motion become Turn and Travel steps."""

from __future__ import annotations

import math

from language.choices import Option
from language.clauses import Clause
from language.cursor import Cursor, NotUnderstood
from language.tokens import Term
from robot.program import Goto, Heading, Landmark, Step, Travel, Turn

LIMIT_DISTANCE_M = 100.0
LIMIT_ANGLE_RAD = math.radians(1080)
LITTLE_M = 0.2
LITTLE_RAD = math.radians(15)
OTHER_SIDE = 0.1  # cost of turning to the right where no side was said
EXAMPLE = 'Try "go to the red chair" or "turn left 90 degrees".'


class Unsaid(NotUnderstood):
    """Something is missing, and whoever reads on may guess; the message asks for it."""


def turn(cursor: Cursor, clause: Clause) -> Turn:
    """A turn by an angle, to a point of the compass, or on to a way."""
    clock = clause.terms.get("clock")
    if clock is not None:
        return Turn(angle_rad=_clock_rad(clock), words=clause.words)
    side, heading = clause.value("side"), clause.value("heading")
    at = clause.ways.get("at") or _corner(clause)
    onto = clause.ways.get("onto") or clause.ways.get("along")
    if heading and not _small_angle(clause):
        return Turn(heading=heading, at=at, words=clause.words)  # type: ignore[arg-type]  # the lexicon's headings
    said = clause.amounts & {"angle", "number", "extent"}
    if clause.until is not None and not said:
        angle_rad = math.inf if side == "left" else -math.inf if side == "right" else 0.0
        return Turn(angle_rad=angle_rad, at=at, onto=onto, until=clause.until, words=clause.words)
    if onto is not None and not side and not said:
        return Turn(at=at, onto=onto, words=clause.words)
    angle_rad = _angle_rad(clause)
    sign = _sign(cursor, clause, angle_rad)
    return Turn(angle_rad=sign * angle_rad, at=at, onto=onto, until=clause.until, words=clause.words)


def _clock_rad(clock: Term) -> float:
    """ "your two o'clock" is 60 degrees to the right, ten o'clock as much to the left."""
    if not (clock.amount.is_integer() and 1 <= clock.amount <= 11):
        raise NotUnderstood("I can turn to my one to eleven o'clock.")
    return -math.radians(30 * clock.amount) if clock.amount < 6 else math.radians(30 * (12 - clock.amount))


def _corner(clause: Clause) -> Landmark | None:
    """ "take the second left": at the second place where one can."""
    ordinal = clause.terms.get("ordinal")
    if ordinal is None:
        return None
    side = clause.value("side")
    return Landmark(kind="intersection", ordinal=int(ordinal.value), side=side, words=ordinal.words)  # type: ignore[arg-type]


def _small_angle(clause: Clause) -> bool:
    """ "turn ten degrees west" is a small turn that way, not one to the west."""
    angle = clause.terms.get("angle")
    return angle is not None and angle.amount < math.radians(80) and clause.value("side") == ""


def _sign(cursor: Cursor, clause: Clause, angle_rad: float) -> int:
    """+1 to the left, -1 to the right; where nothing was said a half turn goes either way, any other is a guess."""
    side = clause.value("side")
    if side:
        return 1 if side == "left" else -1
    if math.isclose(math.remainder(angle_rad, math.pi), 0, abs_tol=1e-6):
        return 1
    cursor.choices.pay(1.0)
    clause_guess = cursor.choices.pick([Option(1, 0.0), Option(-1, OTHER_SIDE)])
    cursor.guessed.append("Turn which way, left or right?")
    return clause_guess


def _angle_rad(clause: Clause) -> float:
    angle, number, extent = clause.terms.get("angle"), clause.terms.get("number"), clause.terms.get("extent")
    if angle is not None or number is not None:
        return _limited_rad(angle or number)  # type: ignore[arg-type]  # one of them is there
    if "around" in clause.terms or clause.value("along") == "back":
        return math.pi
    if extent is not None:
        return {"little": LITTLE_RAD, "half": math.pi}.get(extent.value, math.pi / 2)
    return math.pi / 2


def _limited_rad(term: Term) -> float:
    """Exact to a hundredth of a degree, as angles are printed."""
    angle_deg = round(math.degrees(term.amount) if term.category == "angle" else term.amount, 2)
    if not 0 < angle_deg <= math.degrees(LIMIT_ANGLE_RAD):
        raise NotUnderstood(f"I can turn by up to {math.degrees(LIMIT_ANGLE_RAD):.0f} degrees, not by {term.words}.")
    return math.radians(angle_deg)


def sideways(clause: Clause) -> list[Step]:
    """ "move one foot to your left", "go north two metres": turn first, then drive."""
    heading: Heading = clause.value("heading")  # type: ignore[assignment]  # the lexicon's headings
    side = clause.value("side")
    if heading:
        return [Turn(heading=heading, words=clause.words)]
    return [Turn(angle_rad=math.pi / 2 if side == "left" else -math.pi / 2, words=clause.words)] if side else []


def travel(cursor: Cursor, clause: Clause, back: bool = False) -> Travel:
    ways = clause.ways
    toward = ways.get("toward") or clause.goal
    fraction = 0.5 if clause.value("extent") == "half" else _fraction(clause)
    blocks = clause.terms.get("block") if "length" not in clause.terms else None  # "a step two feet back"
    return Travel(
        distance_m=0.0 if fraction or blocks is not None else distance_m(cursor, clause), back=back,
        blocks=_whole(blocks) if blocks is not None else 0, fraction=fraction, along=ways.get("along"), past=ways.get("past"),
        through=ways.get("through"), toward=toward, away=ways.get("away") or ways.get("from"), until=clause.until,
        words=clause.words,
    )  # fmt: skip


def distance_m(cursor: Cursor, clause: Clause) -> float:
    """Exact to a tenth of a millimetre, as distances are printed; 0 where nothing was said."""
    length, extent, number = clause.terms.get("length"), clause.terms.get("extent"), clause.terms.get("number")
    if length is not None:
        metres = round(length.amount, 4)
        if not 0 < metres <= LIMIT_DISTANCE_M:
            raise NotUnderstood(f"I can drive up to {LIMIT_DISTANCE_M:.0f} m at a time, not {length.words}.")
        return metres
    if number is not None:
        return _guessed_unit(cursor, number)
    if extent is not None and extent.value in ("little", "far"):
        return LITTLE_M if extent.value == "little" else math.inf
    return 0.0


def _guessed_unit(cursor: Cursor, number: Term) -> float:
    """A bare number may be feet or metres; the car asks."""
    feet, metres = round(number.amount * 0.3048, 4), round(number.amount, 4)
    if not 0 < metres <= LIMIT_DISTANCE_M:
        raise NotUnderstood(f"{number.words} what? Say metres, centimetres, feet or inches.")
    cursor.choices.pay(1.0)
    cursor.guessed.append(f"{number.words} what? Say metres, centimetres, feet or inches.")
    return cursor.choices.pick([Option(feet, 0.0), Option(metres, 0.3)])


def _fraction(clause: Clause) -> float:
    """ "0.5 of the way"."""
    number = clause.terms.get("number")
    whole = "of the way" in clause.words
    return number.amount if number is not None and whole and 0 < number.amount < 1 else 0.0


def _whole(blocks: Term) -> int:
    if blocks.amount < 1 or blocks.amount > 100:
        raise NotUnderstood(f"I can go 1 to 100 blocks, not {blocks.words}.")
    return int(blocks.amount)


def goto(clause: Clause, landmark: Landmark) -> Goto:
    fraction = 0.5 if clause.value("extent") == "half" else _fraction(clause)
    return Goto(landmark=landmark, distance_m=round(clause.off_m, 4), fraction=fraction, words=clause.words)
