"""What one text means after those before it: "it", "again", "no, the other one", and answers to what the car asked."""

from __future__ import annotations

import msgspec

from language.cursor import Context
from language.lexicon import Lexicon, Meaning, lexicon
from language.parser import LIMIT_CHARACTERS, Hypothesis, Reading, understand
from language.replies import read_correction, read_reply
from language.smalltalk import set_phrase
from language.stopping import says_stop
from language.tokens import read_terms
from language.told import told
from robot.messages import Question
from robot.program import Answer, Choose, Landmark, Program, Remember, Resume, Say, Step, Stop, Tell

SHORT = 4  # terms: an answer to a question, not an instruction of its own
STOPPING = Meaning("means", "stop")
TALK = (Tell, Resume, Stop, Say, Choose, Answer)  # steps that "again" and corrections don't mean


class Dialogue:
    """Remembers what was spoken of. `hear` gives what is to be done now."""

    def __init__(self, words: Lexicon | None = None) -> None:
        self._words = words or lexicon()
        self._context = Context()
        self._text = ""  # the instruction that an answer or a correction adds to
        self._asked = False  # the last text was answered with a question about its words
        self._question: Question | None = None  # what the car asks about the world
        self.names: frozenset[str] = frozenset()
        """Places and things that the person has named."""

    def ask(self, question: Question) -> None:
        """The car asks, or its question is over."""
        self._question = question if question.open else None
        self._asked = self._asked and not question.open

    def hear(self, text: str) -> Reading:
        """The reading of a text, given what was said before."""
        if len(text) > LIMIT_CHARACTERS or says_stop(read_terms(text, self._words)[1]):
            return self._heard(text)
        phrase = None if self._asked else set_phrase(text, self._words)
        if phrase == STOPPING:
            return self._heard(phrase.value)
        reply = self._reply(text)
        if reply is not None and (reply.program is not None or phrase is None or phrase.category != "means"):
            return reply
        return self._phrase(phrase) or self._heard(text)

    def _reply(self, text: str) -> Reading | None:
        """The answer to what the car asked, if it is one."""
        if self._question is None or self._asked:
            return None
        reply = read_reply(text, self._question, self._words)
        if isinstance(reply, Program):
            self._note(reply)
            return Reading(reply, told(reply), programs=(Hypothesis(reply, 1.0),))
        return Reading(None, reply) if reply else None

    def _phrase(self, phrase: Meaning | None) -> Reading | None:
        """A remark, or a set phrase that stands for an instruction."""
        if phrase is None:
            return None
        return self._heard(phrase.value) if phrase.category == "means" else Reading(None, phrase.value)

    def _heard(self, text: str) -> Reading:
        other = self._other_one(text)
        if other is not None:
            return other
        whole = self._completed(text)
        reading = understand(whole, self._words, context=self._context)
        self._asked = reading.program is None and bool(reading.programs) and "?" in reading.sentence
        if reading.program is None:
            self._text = whole if self._asked else self._text
            return reading
        if not all(isinstance(step, TALK) for step in reading.program.steps):
            self._text = whole
        self._note(reading.program)
        return reading._replace(program=_to_do(reading))

    def _other_one(self, text: str) -> Reading | None:
        """ "No, the blue one": another thing of the kind spoken of last; or else the whole instruction with that thing."""
        if self._context.landmark is None or not self._text or self._asked:
            return None
        choice = read_correction(text, self._context.landmark, self._words)
        if choice is None:
            return None
        program = Program(steps=(Choose(landmark=choice, words=text),))
        self._text = f"{self._text} . no , {choice.words}"
        again = understand(self._text, self._words, context=self._context).program
        self._note(again or program)
        readings = (Hypothesis(program, 0.5), *([Hypothesis(again, 0.5)] if again else []))
        return Reading(program, told(program), programs=readings)

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
        done = self._context.program if all(isinstance(step, TALK) for step in program.steps) else program
        self._context = msgspec.structs.replace(self._context, landmark=landmark, program=done)
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
