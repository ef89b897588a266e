"""A whole text becomes steps: clauses in order, with conditions, repetitions, expectations and answers between them."""

from __future__ import annotations

import math

from language.clauses import Clause, Joined
from language.conditions import opposite, read_condition, read_expectation
from language.cursor import Cursor, NotUnderstood
from language.frames import steps_of
from language.gather import Gatherer
from language.landmarks import Manner, read_landmark
from language.lessons import read_lesson
from language.restarts import settled
from robot.program import Answer, Choose, Condition, Expect, Face, Find, Goto, If, Photo, Repeat, Step, Stop, Tell, Travel, Turn

BROKEN_OFF = ("turn", "travel", "do", "face", "look", "see", "find")  # verbs that mean nothing on their own
MOST_DEPTH = 8  # blocks within blocks
JOINTS: dict[str, Joined] = {"and": "and", "then": "then", "step": "step"}


def read_steps(cursor: Cursor) -> list[Step]:
    """Every step of the text. What was not understood is noted in the cursor, never raised."""
    steps = _Block(cursor, depth=0).read()
    if not steps and cursor.problems == [] and cursor.context.offer is not None and _affirmed(cursor):
        return list(cursor.context.offer.steps)
    return steps


def _affirmed(cursor: Cursor) -> bool:
    """Whether the text says yes and nothing else."""
    return any(term.category == "affirm" for term in cursor.terms) and all(
        term.category in ("affirm", "filler", "join", "pronoun", "verb") for term in cursor.terms
    )


class _Block:
    """A row of clauses, up to the end of the text or a closing parenthesis."""

    def __init__(self, cursor: Cursor, depth: int) -> None:
        self._cursor = cursor
        self._depth = depth
        self._steps: list[Step] = []
        self._clauses: list[Clause] = []
        self._correcting = False

    def read(self, one_sentence: bool = False) -> list[Step]:
        cursor = self._cursor
        while True:
            joined = self._joint()
            if cursor.ended or self._closes() or (one_sentence and joined == "pause" and (self._steps or self._clauses)):
                break
            start = cursor.at
            try:
                if not self._control(joined):
                    self._clause(joined)
            except NotUnderstood as problem:
                self._note(str(problem))
                cursor.at = max(cursor.at, start + 1)
        self._flush()
        return self._steps

    def _closes(self) -> bool:
        term = self._cursor.peek()
        if term.category == "when" and term.value == "otherwise":
            return self._depth > 0
        return term.category == "group" and term.words == ")" and self._depth > 0

    def _joint(self) -> Joined:
        """How what follows is joined to what was before: the strongest of "and", "then" and stops."""
        cursor = self._cursor
        joined: Joined = ""
        while not cursor.ended and cursor.peek().category in ("join", "filler"):
            if cursor.peek().category == "filler" and self._article():
                break
            term = cursor.take()
            if term.category == "join":
                now = JOINTS.get(term.value if term.words not in ".,;!?:" else "", "pause")
                joined = max(joined, now, key=["", "pause", "and", "then", "step"].index)
        return joined

    def _article(self) -> bool:
        return self._cursor.peek().value == "det" and self._cursor.peek(1).category not in ("join", "filler", "verb")

    # ---- what is no clause -------------------------------------------------------------------------------------------

    def _control(self, joined: Joined) -> bool:
        """Read a condition, a repetition, an expectation or a word of dialogue, if one stands here."""
        cursor = self._cursor
        term = cursor.peek()
        match term.category:
            case "answer":
                return self._answer()
            case "correction":
                return self._choice(joined) or self._correction()
            case "affirm":
                cursor.take()
                return True
            case "expect":
                return self._expectation()
            case "question":
                return self._question()
            case "lesson":
                return self._lesson()
            case "when":
                return self._condition()
            case "verb" if term.value == "repeat":
                return self._repetition()
        return False

    def _answer(self) -> bool:
        term = self._cursor.take()
        self._flush()
        self._steps.append(Answer(yes=term.value == "yes", words=term.words))
        return True

    def _choice(self, joined: Joined) -> bool:
        """ "I mean the red chair", where it corrects nothing that was said in the same breath."""
        cursor, start = self._cursor, self._cursor.at
        if cursor.peek().words != "i mean" or ((self._clauses or self._steps) and joined != "step"):
            return False
        cursor.take()
        landmark = read_landmark(cursor, Manner(picture=True))
        if landmark is None or not (cursor.ended or self._closes() or cursor.peek().category == "join"):
            cursor.at = start
            return False
        self._flush()
        self._steps.append(Choose(landmark=landmark, words=cursor.words(start)))
        return True

    def _correction(self) -> bool:
        self._cursor.take()
        self._correcting = True
        return True

    def _expectation(self) -> bool:
        cursor, start = self._cursor, self._cursor.at
        condition = read_expectation(cursor)
        if condition is None:
            cursor.take()
            return True
        self._flush()
        self._steps.append(Expect(condition=condition, words=cursor.words(start)))
        return True

    def _question(self) -> bool:
        cursor = self._cursor
        term = cursor.take()
        if term.value == "other":
            self._cursor.questions = True
            return True
        self._flush()
        self._steps.append(Tell(about=term.value, words=term.words))  # type: ignore[arg-type]  # the lexicon's topics
        return True

    def _lesson(self) -> bool:
        step = read_lesson(self._cursor)
        if step is not None:
            self._flush()
            self._steps.append(step)
        return True

    def _condition(self) -> bool:
        """ "if you see the chair, stop, otherwise …"; "when you see the chair turn left"."""
        cursor, start = self._cursor, self._cursor.at
        term = cursor.take()
        length = cursor.accept("length") if term.value == "when" else None
        condition = None if length else read_condition(cursor)
        if length is not None:
            self._flush()
            self._steps.append(Travel(distance_m=round(length.amount, 4), words=cursor.words(start)))
            return True
        if condition is None or term.value in ("until", "while"):
            cursor.at = start + 1
            return term.value not in ("until", "while") or self._awaited(term.value, start)
        self._flush()
        if term.value == "when":
            self._steps.append(Travel(until=condition, words=cursor.words(start)))
            return True
        self._steps.append(self._branch(condition if term.value == "if" else opposite(condition), start))
        return True

    def _awaited(self, kind: str, start: int) -> bool:
        """ "until you see the chair, go forward": the clause comes after."""
        cursor = self._cursor
        condition = read_condition(cursor)
        if condition is None:
            return True
        cursor.skip("join", "filler")
        clause = self._gathered("")
        clause.until = clause.until or (opposite(condition) if kind == "while" else condition)
        clause.words = cursor.words(start)
        self._clauses.append(clause)
        return True

    def _branch(self, condition: Condition, start: int) -> If:
        cursor = self._cursor
        steps = self._body()
        back = cursor.at
        cursor.skip("join", "filler")
        otherwise: list[Step] = []
        if cursor.accept("when", "otherwise"):
            otherwise = self._body()
        else:
            cursor.at = back
        return If(condition=condition, steps=tuple(steps), otherwise=tuple(otherwise), words=cursor.words(start))

    def _body(self) -> list[Step]:
        """The steps in parentheses, or to the end of the sentence."""
        cursor = self._cursor
        cursor.skip("filler")
        while cursor.peek().words in (",", ":", "then") and not cursor.ended:
            cursor.take()
        if self._depth >= MOST_DEPTH:
            raise NotUnderstood("That is too nested for me. Say it in simpler pieces.")
        if not cursor.accept("group", "("):
            return _Block(cursor, self._depth + 1).read(one_sentence=True)
        steps = _Block(cursor, self._depth + 1).read()
        cursor.accept("group", ")")
        return steps

    def _repetition(self) -> bool:
        """ "repeat 3 times (…)", "repeat until you see the chair (…)"; else a clause of its own."""
        cursor, start = self._cursor, self._cursor.at
        cursor.take()
        count = self._times()
        until = None
        when = cursor.accept("when", "until", "while")
        if when is not None:
            until = read_condition(cursor)
            until = opposite(until) if until is not None and when.value == "while" else until
        cursor.skip("filler")
        if cursor.peek().words != "(":
            cursor.at = start
            return False
        self._flush()
        steps = self._body()
        if steps:
            self._steps.append(Repeat(steps=tuple(steps), count=count, until=until, words=cursor.words(start)))
        return True

    def _times(self) -> int:
        """How often, 0 for ever."""
        cursor = self._cursor
        number = cursor.accept("number")
        times = cursor.accept("times")
        if number is not None and number.amount.is_integer() and 1 <= number.amount <= 1000:
            return int(number.amount)
        return int(times.value) if times is not None and times.value.isdigit() else 0

    # ---- clauses -----------------------------------------------------------------------------------------------------

    def _gathered(self, joined: Joined) -> Clause:
        return Gatherer(self._cursor, joined).gather()

    def _clause(self, joined: Joined) -> None:
        cursor, start = self._cursor, self._cursor.at
        clause = self._gathered(joined)
        if clause.empty:
            cursor.at = max(cursor.at, start + 1)
            cursor.choices.pay(0.2)
            return
        clause.corrects, self._correcting = self._correcting, False
        self._clauses.append(clause)

    def _note(self, problem: str) -> None:
        self._cursor.problems.append(problem)
        self._cursor.choices.pay(3.0)

    def _flush(self) -> None:
        """Turn the clauses gathered so far into steps."""
        clauses = settled(self._cursor, self._clauses)
        self._clauses = []
        for clause in clauses:
            last_photo = (
                clause.name == "do" and clause is clauses[-1] and "photo" not in clauses[-2:][0].terms
            )  # "… and take a"
            if len(clauses) > 1 and clause.bare and clause.name in BROKEN_OFF and not last_photo:
                continue
            try:
                if _every(clause):
                    self._photos_on_the_way(clause)
                    continue
                self._add(clause, steps_of(self._cursor, clause))
            except NotUnderstood as problem:
                if not (clause.bare and len(clauses) > 1):
                    self._note(str(problem))

    def _add(self, clause: Clause, steps: list[Step]) -> None:
        if clause.joined != "step" and steps and all(isinstance(step, Stop) for step in steps) and self._stands():
            return
        self._steps += steps

    def _stands(self) -> bool:
        """Every motion ends with the car standing, so "… and stop" after one adds nothing."""
        return bool(self._steps) and isinstance(self._steps[-1], Turn | Travel | Goto | Find | Face)

    def _photos_on_the_way(self, clause: Clause) -> None:
        """ "turn all around and take a picture every ninety degrees"."""
        part_rad = clause.terms["angle"].amount
        whole = self._steps.pop() if self._steps and isinstance(self._steps[-1], Turn) else Turn(angle_rad=math.tau)
        assert isinstance(whole, Turn)
        count = max(1, round(abs(whole.angle_rad) / part_rad)) if math.isfinite(whole.angle_rad) else 1
        turn = Turn(angle_rad=math.copysign(part_rad, whole.angle_rad), words=whole.words)
        self._steps.append(Repeat(steps=(Photo(words=clause.words), turn), count=count, words=clause.words))


def _every(clause: Clause) -> bool:
    return {"photo", "angle", "quantifier"} <= set(clause.terms) and clause.value("quantifier") == "every"
