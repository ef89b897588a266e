"""Gathering a clause: which of the terms that follow belong to one verb, and in which slot."""

from __future__ import annotations

import math

from language.clauses import QUANTITIES, Clause, Joined
from language.conditions import opposite, read_condition
from language.cursor import Cursor
from language.doorways import elided, is_gate, slot_of
from language.either import read_meant
from language.landmarks import NOUNY, SPOTS, Manner, read_landmark, read_spot
from language.tokens import Term
from robot.program import Landmark

WAYS = ("toward", "past", "through", "along", "onto", "from", "away", "around", "at")
MOVING = (
    "travel", "continue", "turn", "reverse", "enter", "leave", "pass", "cross", "reach", "stop", "face", "look", "return",
    "count", "",
)  # fmt: skip
# Verbs that may stand before another in one clause: "go find", "turn to face", "take a left turn", "keep moving".
LIGHT = {"do": ("turn", "travel"), "travel": (), "continue": (), "turn": ("face", "turn", "look"), "see": ("see",)}
NAMING = ("find", "follow", "inspect", "reach", "enter", "pass", "cross", "leave", "face", "see", "remember", "count", "do", "")


class Gatherer:
    """Gathers one clause from the cursor on."""

    def __init__(self, cursor: Cursor, joined: Joined) -> None:
        self._cursor = cursor
        self.clause = Clause(joined=joined, start=cursor.at)
        self._end = cursor.at  # after the last term that belongs to the clause

    def gather(self) -> Clause:
        cursor, clause = self._cursor, self.clause
        while not cursor.ended and self._take():
            self._end = cursor.at
        cursor.at = max(self._end, clause.start)
        clause.words = cursor.words(clause.start)
        return clause

    def _take(self) -> bool:
        """Take what comes next if it belongs to the clause."""
        term = self._cursor.peek()
        match term.category:
            case "filler" | "pace" | "relative":
                return self._sought(term) or self._phrase() or self._skip()
            case "join":
                return self._go_on()
            case "verb" | "unable":
                return self._skip() if self._participle() or self._ajar(term) else self._verb(term)
            case "link":
                return self._link(term)
            case "when":
                return self._when(term)
            case "group" if term.words == "(":
                return self._phrase()
            case "negation":
                return self._negation()
            case "group" | "correction" | "expect" | "question" | "lesson" | "affirm":
                return False
            case "kind" | "place" | "unknown" | "colour" | "size" | "material" | "part" | "pronoun" | "quantifier" | "ordinal":
                return self._phrase() or self._loose(term)
            case "sense":
                return self._skip()
        return self._single(term)

    def _skip(self) -> bool:
        self._cursor.at += 1
        return True

    def _loose(self, term: Term) -> bool:
        """ "the second (left)", "every (ninety degrees)"; other words that fit nowhere are passed over, at a price."""
        if term.category in ("quantifier", "ordinal"):
            return self._single(term)
        if term.category == "unknown":
            self._cursor.choices.pay(0.5)
            self._cursor.ignored.append(term.words)
        return self._skip()

    # ---- joints ------------------------------------------------------------------------------------------------------

    def _go_on(self) -> bool:
        """Whether the clause goes on after a comma, a full stop or "and": "turn left, ninety degrees"."""
        cursor, start = self._cursor, self._cursor.at
        hard = False
        while cursor.peek().category in ("join", "filler") and not cursor.ended:
            joint = cursor.peek()
            if joint.words == "next" and cursor.peek(1).category in ("kind", "place"):
                break
            hard = hard or (joint.category == "join" and joint.value in ("then", "step"))
            spoken_and = joint.words == "and"
            cursor.at += 1
            if spoken_and and not self.clause.empty and not self._fits_after_and(cursor.peek()):
                hard = True
        if not hard and not cursor.ended and (self.clause.empty or self._fits(cursor.peek())):
            return cursor.at > start or self._phrase()  # "next room"
        cursor.at = start
        return False

    def _fits(self, term: Term) -> bool:
        """Whether a term after a pause fills a slot that is still empty, rather than begin something new."""
        clause = self.clause
        if "photo" in clause.terms or clause.name in ("stop", "wait"):
            return False
        if term.category in ("side", "along", "around", "heading"):
            moving = clause.name in MOVING and not (clause.landmark or clause.ways)
            taken = {"side", "along", "around", "heading"} & set(clause.terms)
            if term.category == "heading" and clause.name in ("turn", "do"):
                taken -= {"side", "around"}  # "turn right, facing west"
            if term.category == "side":
                taken -= {"around"}
            return moving and not taken and self._alone(term)
        if term.category in QUANTITIES:
            return (
                clause.name in (*MOVING, "do")
                and not clause.amounts - {"extent"}
                and not clause.landmark
                and clause.name != "stop"
            )
        if term.category == "verb":
            if clause.name == "turn" and term.value == "face" and not clause.landmark and "heading" not in clause.terms:
                return True
            return clause.bare and (term.value in LIGHT.get(clause.name, ()) or clause.name == term.value)
        if term.category == "photo":
            return clause.name in ("do", "see") and clause.bare
        if term.category in ("kind", "place", "colour", "size", "unknown"):
            return clause.name in ("travel", "find", "reach", "enter", "see") and clause.bare
        if term.category == "link":
            return clause.name in ("turn", "face", "travel") and clause.bare
        return term.category == "when" and term.value in ("until", "while")

    def _alone(self, term: Term) -> bool:
        """A side after a pause belongs to the clause unless it brings an angle of its own where there is one already."""
        follows = self._cursor.peek(1)
        return not (follows.category in QUANTITIES and self.clause.amounts)

    def _fits_after_and(self, term: Term) -> bool:
        if term.category == "angle":
            return self.clause.name == "turn" and "side" in self.clause.terms and not self.clause.amounts
        return term.category in ("side", "verb", "photo") and self.clause.bare

    # ---- verbs -------------------------------------------------------------------------------------------------------

    def _verb(self, term: Term) -> bool:
        clause = self.clause
        if term.words in ("again", "once again") and not clause.empty:
            return self._skip()
        if clause.verb is None and (clause.bare or self._late_verb(term)):
            clause.verb = term
        elif "photo" in clause.terms and term.value in ("look", "face"):  # "a photo looking north"
            return self._skip()
        elif clause.verb is not None and self._merges(clause.verb, term):
            if not (term.value in ("travel", "continue") and clause.name in ("turn", "reverse")):
                clause.verb = term if clause.name != "do" or term.category == "verb" else clause.verb
        else:
            return False
        return self._skip()

    def _participle(self) -> bool:
        """ "(whether the light) is switched on"."""
        before = self._cursor.peek(-1)
        return not self.clause.empty and before.category == "sense" and before.value == "is"

    def _ajar(self, term: Term) -> bool:
        """ "(leave the door) open"."""
        thing = self.clause.thing
        return thing is not None and is_gate(thing) and term.value in ("open", "close") and " " not in term.words

    def _late_verb(self, term: Term) -> bool:
        """ "to your left turn", "a ninety degree turn", "two feet move"."""
        clause = self.clause
        return term.value in ("turn", "travel", "reverse") and not clause.landmark and "photo" not in clause.terms

    def _merges(self, first: Term, second: Term) -> bool:
        clause = self.clause
        if first.value == "do" and second.value == "turn" and "photo" not in clause.terms and clause.thing is None:
            return True
        if not clause.bare:
            return first.value == "turn" and second.value == "face" and not clause.landmark
        light = first.value in ("travel", "continue", "do", "see") or first.value == second.value
        return light or second.value in LIGHT.get(first.value, ())

    def _negation(self) -> bool:
        if not self.clause.empty:
            return False
        self.clause.negated = True
        return self._skip()

    # ---- phrases -----------------------------------------------------------------------------------------------------

    def _single(self, term: Term) -> bool:
        """A direction, a quantity, a photo: each once."""
        clause, category = self.clause, term.category
        if category == "extent" and term.value == "half" and "extent" in clause.terms:
            return False
        before = clause.terms.get(category)
        if category == "photo" and before is not None and before.value == "photo":  # "a picture of what you see"
            before = None
        if category in ("angle", "length") and "number" in clause.terms and "photo" not in clause.terms:
            term = _with_tens(clause.terms.pop("number"), term)  # "nine, uh, ninety degrees"
        if category in ("angle", "length") and clause.value("extent") == "little":
            del clause.terms["extent"]
        if before is not None:
            return (before.value, before.amount) == (term.value, term.amount) and self._skip()
        twice = category in ("side", "heading") and bool({"side", "heading"} & set(clause.terms))
        if twice and clause.name not in ("turn", "face", "do", "look"):
            return False
        if category == "photo" and (clause.name in ("turn", "reverse", "stop", "wait") or clause.amounts - {"number"}):
            return False
        if category in ("length", "block") and clause.name == "do" and "photo" in clause.terms:
            return False
        clause.terms[category] = term
        return self._skip()

    def _phrase(self) -> bool:
        """A noun phrase without a link: the object of the verb."""
        cursor, clause = self._cursor, self.clause
        hands = clause.verb is not None and clause.verb.category == "unable"
        if (
            cursor.peek().category == "pronoun"
            and cursor.last is None
            and (clause.terms or hands or clause.name in ("do", "see", "remember"))
        ):
            return False
        wants = clause.name in NAMING or hands
        if clause.thing is not None or clause.goal is not None or "photo" in clause.terms:
            wants = False
        manner = Manner(unknown=wants and clause.verb is not None, side=clause.name not in ("turn", "look"))
        start, last = cursor.at, cursor.last
        if cursor.peek().category == "pronoun" and clause.name in ("stop", "cancel", "repeat", "wait", "tell", ""):
            return False
        landmark = read_meant(cursor, manner)
        if landmark is None:
            return False
        if clause.thing is None and clause.goal is None and not (landmark.kind == "me" and clause.name in ("do", "see")):
            clause.thing = landmark
        elif landmark.kind == "me":
            cursor.last = last
        else:
            cursor.at, cursor.last = start, last
            return False
        return True

    def _nothing_named(self) -> bool:
        """ "that", and nobody knows what; not "that chair"."""
        cursor = self._cursor
        return cursor.peek().category == "pronoun" and cursor.last is None and cursor.peek(1).category not in NOUNY

    def _sought(self, term: Term) -> bool:
        """ "(search the room) for the ball"."""
        clause = self.clause
        if term.words != "for" or clause.name not in ("find", "inspect") or clause.landmark is None or clause.sought:
            return False
        self._cursor.at += 1
        clause.sought = read_landmark(self._cursor, Manner())
        return True

    def _link(self, term: Term) -> bool:
        """A way or a place: "to the chair", "past the door", "behind the sofa"."""
        cursor, clause = self._cursor, self.clause
        start, last = cursor.at, cursor.last
        cursor.take()
        if cursor.peek().category == "link" and cursor.peek().value in SPOTS:  # "to behind the sofa"
            term = cursor.take()
        if term.value in SPOTS and clause.name in (*MOVING, "do", "wait", "remember") and clause.thing is None:
            spot = None if term.value == "next to" else read_spot(cursor, term.value)
        else:
            spot = None
        follows = cursor.peek()
        if spot is None and follows.category in (
            "verb",
            "heading",
            "side",
            "along",
            "around",
            "angle",
            "clock",
            "length",
            "photo",
        ):
            clause.near = clause.near or (term.value == "to" and follows.category == "length")
            return True  # "to face the door", "to the north", "at a ninety degree angle"
        if "photo" in clause.terms and self._nothing_named():
            return True  # "a picture of that"
        landmark = spot or read_meant(cursor, Manner(side=clause.name not in ("turn", "look"), picture=True))
        if landmark is None:
            cursor.at, cursor.last = start + 1, last
            clause.dangling = "" if elided(cursor, clause, term.value) else term.words
            return True
        if self._put(slot_of(term.value, term.words, landmark), landmark):
            return True
        cursor.at, cursor.last = start, last
        return False

    def _put(self, link: str, landmark: Landmark) -> bool:
        clause = self.clause
        if link in ("from", "away") and "length" in clause.terms and (clause.near or clause.name in ("stop", "reach", "wait")):
            clause.off_m = clause.terms["length"].amount
            link = "to"
        slot = link if link in WAYS else "goal"
        turns = clause.name == "" and "side" in clause.terms  # "(turn left at the first door and) right at the second"
        if slot == "at" and not turns and clause.name in ("stop", "travel", "wait", "do", "see", "", "look", "face", "reach"):
            slot = "goal" if clause.name not in ("do", "see") else "at"
        if slot == "goal":
            if clause.goal is not None:
                return False
            clause.goal, clause.into = landmark, link in ("into", "in")
        elif slot in clause.ways:
            return False
        else:
            clause.ways[slot] = landmark
        return True

    def _when(self, term: Term) -> bool:
        """ "until you see the chair" and, after the clause, "when", "if", "unless"."""
        cursor, clause, start = self._cursor, self.clause, self._cursor.at
        if term.value == "otherwise" or (clause.empty and term.value not in ("until", "while")):
            return False
        cursor.take()
        condition = read_condition(cursor)
        slot = {"until": "until", "while": "until", "when": "when", "if": "condition", "unless": "unless"}[term.value]
        if condition is None or getattr(clause, slot) is not None:
            cursor.at = start
            return self._skip() if condition is None and clause.verb is not None else False
        if term.value == "while":
            condition = opposite(condition)
        setattr(clause, slot, condition)
        return True


def _with_tens(number: Term, angle: Term) -> Term:
    """ "forty, uh, five degrees" is 45; of two other numbers the second counts."""
    tens = number.amount in range(20, 100, 10) and 0 < math.degrees(angle.amount) < 10 and angle.category == "angle"
    return angle._replace(amount=angle.amount + math.radians(number.amount)) if tens else angle
