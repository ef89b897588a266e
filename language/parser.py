"""Clauses become the typed program, or a sentence that says what is missing."""

from __future__ import annotations

import math
from typing import NamedTuple

from language.clauses import Clause, NotUnderstood, read_clauses
from language.lexicon import Lexicon, lexicon
from language.tokens import Term, read_terms
from robot.program import Find, Goto, Landmark, Photo, Program, Step, Stop, Travel, Turn

LIMIT_CHARACTERS = 1000
LIMIT_DISTANCE_M = 100.0
LIMIT_ANGLE_RAD = math.radians(1080)
LIMIT_PHOTOS = 10
STEP_M = 0.5  # "go forward", nothing said of how far
LITTLE_M = 0.2
LITTLE_RAD = math.radians(15)
EXAMPLE = 'Try "go to the red chair" or "turn left 90 degrees".'


class Reading(NamedTuple):
    """What a text was taken to mean; without a `program` the `sentence` says why. `stop`: stop at once."""

    program: Program | None
    sentence: str
    stop: bool = False


def understand(text: str, words: Lexicon | None = None) -> Reading:
    """Read one instruction. Never raises on any text; what is not understood moves nothing."""
    if len(text) > LIMIT_CHARACTERS:
        return Reading(None, f"That has {len(text):,} characters; that is too long: I read at most {LIMIT_CHARACTERS:,}.")
    terms = read_terms(text, words or lexicon())
    try:
        _check_words(terms)
        program = Program(steps=tuple(_steps(read_clauses(terms))))
    except NotUnderstood as missing:
        said_stop = any(term.category == "verb" and term.value == "stop" for term in terms)
        return Reading(None, str(missing), stop=said_stop)
    only_stop = all(isinstance(step, Stop) for step in program.steps)
    return Reading(program, f"I will {program}.", stop=only_stop)


# ---- words -------------------------------------------------------------------------------------------------------


def _check_words(terms: list[Term]) -> None:
    """Raise for what can't be acted on before anything else is tried."""
    unknown = list(dict.fromkeys(term.words for term in terms if term.category == "unknown"))
    if unknown:
        foreign = (len(unknown) >= 3 and 2 * len(unknown) >= len(terms)) or any(not word.isascii() for word in unknown)
        raise NotUnderstood(("I only understand English. " if foreign else "") + _unknown_words(unknown))
    for term in terms:
        if term.category == "later":
            raise NotUnderstood(f"{term.value} ({term.said}).")
        if term.category == "heading":
            raise NotUnderstood(f"I have no compass yet, so I don't know where {term.value} is. Say left or right.")
    if all(term.category in ("filler", "join") for term in terms):
        raise NotUnderstood(f"{'There is nothing to do in that' if terms else 'You said nothing'}. {EXAMPLE}")


def _unknown_words(words: list[str]) -> str:
    shown = [word if len(word) <= 30 else word[:29] + "…" for word in words[:4]]
    if len(words) == 1:
        return f"I don't know the word {shown[0]}."
    if len(words) > len(shown):
        return f"I don't know the words {', '.join(shown)} and {len(words) - len(shown)} more."
    return f"I don't know the words {', '.join(shown[:-1])} and {shown[-1]}."


# ---- steps -------------------------------------------------------------------------------------------------------


def _steps(clauses: list[Clause]) -> list[Step]:
    steps: list[Step] = []
    verb = ""
    last: Landmark | None = None
    for clause in clauses:
        landmark = clause.landmark
        if landmark is None and "pronoun" in clause and clause.verb in ("travel", "find", "turn"):
            landmark = last
            if landmark is None:
                raise NotUnderstood(f"I don't know what {_said(clause['pronoun'])} is. Name the thing.")
        verb = clause.verb or (verb if verb in ("travel", "find") and clause.only <= {"kind", "colour", "size"} else "")
        new = _clause_steps(clause, verb, landmark)
        if not (_ends_standing(steps) and all(isinstance(step, Stop) for step in new)):
            steps += new
        last = landmark or last
    return steps


def _ends_standing(steps: list[Step]) -> bool:
    """Every motion ends with the car standing, so "… and stop" after one adds nothing."""
    return bool(steps) and isinstance(steps[-1], Turn | Travel | Goto | Find)


def _clause_steps(clause: Clause, verb: str, landmark: Landmark | None) -> list[Step]:
    if "picture" in clause:
        return _photo(clause, verb, landmark)
    if verb == "stop":
        return _stop(clause, landmark)
    if landmark is not None:
        return [_landmark_step(clause, verb, landmark)]
    if "near" in clause:
        raise NotUnderstood(f"{_said(clause['near'])} what? Name the thing.")
    if verb == "find":
        raise NotUnderstood("Find what? Name the thing.")
    return _motion(clause, verb)


def _photo(clause: Clause, verb: str, landmark: Landmark | None) -> list[Step]:
    if verb not in ("", "do") or "direction" in clause or "around" in clause:
        raise NotUnderstood(f'I don\'t understand {clause.said}. Say where to go or turn first, then "take a photo".')
    photos: list[Step] = [Photo(words=clause.words)] * _count(clause["quantity"])
    if landmark is None:
        return photos
    if "near" in clause:
        return [Goto(landmark=landmark, words=clause.words), *photos]
    return [Find(landmark=landmark, words=clause.words), *photos]


def _count(quantity: Term | None) -> int:
    if quantity is None:
        return 1
    whole = quantity.category == "number" and quantity.amount.is_integer()
    if not (whole and 1 <= quantity.amount <= LIMIT_PHOTOS):
        raise NotUnderstood(f"I can take 1 to {LIMIT_PHOTOS} photos, not {quantity.words}.")
    return int(quantity.amount)


def _stop(clause: Clause, landmark: Landmark | None) -> list[Step]:
    if landmark is not None and "near" in clause and not clause.only & {"direction", "quantity", "around"}:
        return [Goto(landmark=landmark, words=clause.words)]
    if clause.only <= {"pronoun"}:
        return [Stop(words=clause.words)]
    raise NotUnderstood(f"I don't understand {clause.said}. To stop, just say stop.")


def _landmark_step(clause: Clause, verb: str, landmark: Landmark) -> Step:
    can = f"I can go to the {landmark}, find it or take a photo of it."
    if "quantity" in clause or "around" in clause or _value(clause["direction"]) in ("left", "right"):
        raise NotUnderstood(f"I can't do {clause.said} yet. {can}")
    if verb == "travel":
        return Goto(landmark=landmark, words=clause.words)
    if verb in ("find", "turn") and "direction" not in clause:
        return Find(landmark=landmark, words=clause.words)
    raise NotUnderstood(f"What should I do with the {landmark}? {can}")


# ---- motions without a landmark ----------------------------------------------------------------------------------


def _motion(clause: Clause, verb: str) -> list[Step]:
    side, along = _value(clause["direction"]), _value(clause["direction"])
    quantity = clause["quantity"]
    if verb == "reverse" and side not in ("left", "right", "forward"):
        return [_travel(clause, -1)]
    if side in ("left", "right") and verb in ("travel", "") and quantity is not None and quantity.category == "length":
        sideways = Turn(angle_rad=math.copysign(math.pi / 2, 1 if side == "left" else -1), words=clause.words)
        return [sideways, _travel(clause, 1)]
    angled = quantity is not None and (quantity.category == "angle" or (verb == "do" and quantity.category == "number"))
    if verb == "turn" or side in ("left", "right") or angled or "around" in clause:
        return [_turn(clause)]
    if along in ("forward", "back") and verb in ("travel", ""):
        return [_travel(clause, 1 if along == "forward" else -1)]
    if verb == "travel" and quantity is not None:
        return [_travel(clause, 1)]
    if verb == "travel" and not clause.only:
        raise NotUnderstood(f"Go where? {EXAMPLE}")
    raise NotUnderstood(f"I don't understand {clause.said}. {EXAMPLE}")


def _turn(clause: Clause) -> Turn:
    direction, quantity = _value(clause["direction"]), clause["quantity"]
    if clause.verb == "reverse" or direction == "forward" or (quantity is not None and quantity.category == "length"):
        raise NotUnderstood(f"I don't understand {clause.said}. Say left or right, and how many degrees.")
    about = "around" in clause or direction == "back"
    angle_rad = _angle_rad(quantity, about)
    if direction not in ("left", "right") and not _same_either_way(angle_rad):
        raise NotUnderstood("Turn which way, left or right?")
    return Turn(angle_rad=-angle_rad if direction == "right" else angle_rad, words=clause.words)


def _angle_rad(quantity: Term | None, about: bool) -> float:
    if quantity is None:
        return math.pi if about else math.pi / 2
    if quantity.category == "extent":
        if quantity.value == "little":
            return LITTLE_RAD
        raise NotUnderstood("Turn how many degrees?")
    angle_rad = math.radians(quantity.amount) if quantity.category == "number" else quantity.amount
    if not 0 < angle_rad <= LIMIT_ANGLE_RAD:
        limit_deg = round(math.degrees(LIMIT_ANGLE_RAD))
        raise NotUnderstood(f"I can turn by up to {limit_deg} degrees, not by {quantity.words}.")
    return angle_rad


def _same_either_way(angle_rad: float) -> bool:
    return math.isclose(math.remainder(angle_rad, math.pi), 0, abs_tol=1e-6)


def _travel(clause: Clause, sign: int) -> Travel:
    quantity = clause["quantity"]
    if "around" in clause:
        raise NotUnderstood(f"I don't understand {clause.said}. Say the turn and the way one after the other.")
    return Travel(distance_m=_distance_m(quantity), back=sign < 0, words=clause.words)


def _distance_m(quantity: Term | None) -> float:
    if quantity is None:
        return STEP_M
    if quantity.category == "extent":
        return LITTLE_M if quantity.value == "little" else math.inf
    if quantity.category != "length":
        raise NotUnderstood(f"{quantity.words} what? Say metres, centimetres, feet or inches.")
    if not 0 < quantity.amount <= LIMIT_DISTANCE_M:
        raise NotUnderstood(f"I can drive up to {LIMIT_DISTANCE_M:.0f} m at a time, not {quantity.words}.")
    return quantity.amount


def _value(term: Term | None) -> str:
    return "" if term is None else term.value


def _said(term: Term | None) -> str:
    return "" if term is None else term.said
