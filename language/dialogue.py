"""What one text means after those before it: "it", "again", "no, the other one", "left" in answer to "left or right?"."""

from __future__ import annotations

import msgspec

from language.cursor import Context
from language.lexicon import Lexicon, lexicon
from language.parser import LIMIT_CHARACTERS, Reading, understand
from language.tokens import read_terms
from robot.messages import Question
from robot.program import Landmark, Program, Remember, Say, Step, Stop

SHORT = 4  # terms: an answer to a question, not an instruction of its own


class Dialogue:
    """Remembers what was spoken of. `hear` gives what is to be done now."""

    def __init__(self, words: Lexicon | None = None) -> None:
        self._words = words or lexicon()
        self._context = Context()
        self._text = ""  # the instruction that an answer or a correction adds to
        self._asked = False
        self._question: Question | None = None
        self.names: frozenset[str] = frozenset()
        """Places and things that the person has named."""

    def ask(self, question: Question) -> None:
        """The car asks, or its question is over."""
        self._question = question if question.open else None

    def hear(self, text: str) -> Reading:
        """The reading of a text, given what was said before."""
        whole = self._completed(text)
        reading = understand(whole, self._words, context=self._context)
        self._asked = reading.program is None and bool(reading.programs) and "?" in reading.sentence
        if reading.program is None:
            self._text = whole if self._asked else self._text
            return reading
        self._text = whole
        self._note(reading.program)
        return reading._replace(program=_to_do(reading))

    def _completed(self, text: str) -> str:
        """With the instruction before it, if this text only answers a question or corrects that instruction."""
        if not self._text or len(self._text) + len(text) + 3 > LIMIT_CHARACTERS:
            return text
        _, terms = read_terms(text, self._words)
        first = next((term.category for term in terms if term.category not in ("filler", "join")), "")
        verbs = any(term.category in ("verb", "unable") for term in terms)
        corrects = first == "correction" and not verbs and len(terms) > 1
        answers = self._asked and not verbs and len(terms) <= SHORT
        if answers:
            return f"{self._text} {text}"
        return f"{self._text} . {text}" if corrects else text

    def _note(self, program: Program) -> None:
        landmarks = [landmark for step in program.steps if isinstance(landmark := getattr(step, "landmark", None), Landmark)]
        landmark = landmarks[-1] if landmarks else self._context.landmark
        self._context = msgspec.structs.replace(self._context, landmark=landmark, program=program)
        self.names |= {step.name for step in program.steps if isinstance(step, Remember)}


def _to_do(reading: Reading) -> Program | None:
    """What is done now: after a plain "stop" only what was said after it; what can't be done is said first."""
    if reading.program is None:
        return None
    steps: tuple[Step, ...] = reading.program.steps
    if reading.halts:
        steps = (Stop(),)
    says: tuple[Step, ...] = tuple(Say(text=refusal) for refusal in reading.refusals)
    return Program(steps=(*says, *steps))
