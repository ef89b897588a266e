"""What one text means after those before it: "it", "again", "no, the other one", and answers to what the car asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

import msgspec

from language.cursor import Context
from language.lessons import lesson
from language.lexicon import Lexicon, Meaning, lexicon
from language.parser import LIMIT_CHARACTERS, Hypothesis, Reading, understand
from language.replies import bare_reply, read_reply
from language.smalltalk import set_phrase
from language.stopping import says_stop
from language.tokens import Term, read_terms
from language.told import told
from language.which import read_choice, read_correction
from language.words import split_words
from robot.messages import Question
from robot.program import Answer, Choose, Forget, Landmark, Program, Remember, Rename, Resume, Say, Step, Stop, Teach, Tell

SHORT = 6  # terms: an answer to a question, not an instruction of its own
STOPPING = Meaning("means", "stop")
OTHER = Meaning("means", "I mean the other one")
NOTHING = Landmark(kind="nothing")
ELSE = "Then I do nothing. Say it in other words."
TALK = (Tell, Resume, Stop, Say, Choose, Answer, Teach, Forget, Rename)  # steps that "again" and corrections don't mean


class Dialogue:
    """Remembers what was spoken of. `hear` gives what is to be done now."""

    def __init__(self, words: Lexicon | None = None) -> None:
        self._own = self._words = words or lexicon()
        self.kinds: frozenset[str] = frozenset()
        """Things that the eyes were taught."""
        self._context = Context()
        self._text = ""  # the instruction that an answer or a correction adds to
        self._asked: Reading | None = None  # what the last text was answered with, if that asks about its words
        self._question: Question | None = None  # what the car asks about the world
        self.names: frozenset[str] = frozenset()
        """Places and things that the person has named."""

    def learn(self, kinds: Iterable[str]) -> None:
        """Words for things that the eyes were taught, in place of those of the last time; they win over other meanings."""
        self.kinds = frozenset(kinds)
        self._words = self._own.extended({" ".join(split_words(kind).words): Meaning("kind", kind) for kind in sorted(kinds)})

    def ask(self, question: Question) -> None:
        """The car asks, or its question is over."""
        self._question = question if question.open else None
        self._asked = None if question.open else self._asked

    def hear(self, text: str) -> Reading:
        """The reading of a text, given what was said before. "Stop" goes before everything, an answer before small talk."""
        if len(text) > LIMIT_CHARACTERS or says_stop(read_terms(text, self._words)[1]):
            return self._heard(text)
        phrase = set_phrase(text, self._words)
        if phrase == STOPPING:
            return self._heard(phrase.value)
        reply = self._reply(text)
        if reply is not None and (reply.program is not None or phrase is None or phrase.category != "means"):
            return reply
        return self._phrase(phrase) or self._heard(text)

    def _reply(self, text: str) -> Reading | None:
        """The answer to what the car asked, if it is one."""
        if self._asked is not None:
            return self._guessed(text, self._asked)
        reply = read_reply(text, self._question, self._words) if self._question else None
        if isinstance(reply, Program):
            self._note(reply)
            return Reading(reply, told(reply), programs=(Hypothesis(reply, 1.0),))
        return Reading(None, reply) if reply else None

    def _guessed(self, text: str, asked: Reading) -> Reading | None:
        """ "Either" to "left or right?" takes the likelier one; a plain yes or no is asked again.

        Where it was doubtful whether the car was meant at all, "yes" and "no" are answers.
        """
        said = bare_reply(text, self._words)
        if asked.doubtful and said == "no":
            self._asked = None
            return Reading(None, ELSE)
        if said == ("yes" if asked.doubtful else "any") and asked.programs:
            program = asked.programs[0].program
            self._asked = None
            self._note(program)
            return Reading(program, told(program), programs=asked.programs)
        return asked if said else None

    def _phrase(self, phrase: Meaning | None) -> Reading | None:
        """A remark, or a set phrase that stands for an instruction."""
        if phrase is None:
            return None
        if phrase == OTHER and self._context.landmark is None:
            return self._heard("again")
        return self._heard(phrase.value) if phrase.category == "means" else Reading(None, phrase.value)

    def _heard(self, text: str) -> Reading:
        other = self._other_one(text)
        if other is not None:
            return other
        whole = self._completed(text)
        reading = understand(whole, self._words, context=self._context)
        self._asked = reading if _asks(reading) else None
        if reading.program is None:
            self._text = whole if self._asked else self._text
            self._note_thing(text)
            return reading
        if not all(isinstance(step, TALK) for step in reading.program.steps):
            self._text = whole
        self._note(reading.program)
        return reading._replace(program=_to_do(reading))

    def _other_one(self, text: str) -> Reading | None:
        """ "No, the blue one": another thing of the kind spoken of last; or else the whole instruction with that thing."""
        if self._context.landmark is None or not self._text or self._asked is not None:
            return None
        choice = read_correction(text, self._context.landmark, self._words)
        if choice is None:
            return None
        program = Program(steps=(Choose(landmark=choice, words=text),))
        corrected = f"{self._text} . no , {choice.words}"
        again = understand(corrected, self._words, context=self._context).program
        if again is not None:
            self._text = corrected
        self._note(again or program)
        readings = (Hypothesis(program, 0.5), *([Hypothesis(again, 0.5)] if again else []))
        return Reading(program, told(program), programs=readings)

    def _completed(self, text: str) -> str:
        """With the instruction before it, if this text only answers a question or corrects that instruction."""
        if not self._text or len(self._text) + len(text) + 5 > LIMIT_CHARACTERS or lesson(text, self._words):
            return text
        _, terms = read_terms(text, self._words)
        said = [term for term in terms if term.category != "filler" or term.value == "unit"]
        first = next((term.category for term in said if term.category != "join"), "")
        verbs = any(term.category in ("verb", "unable") for term in said)
        if self._asked is not None and not self._asked.doubtful and _answers(said):
            return f"{self._text} {text}"
        if terms[:1] and terms[0].words == "sorry" and not verbs and said:
            return f"{self._text} . no , {text}"
        return f"{self._text} . {text}" if first == "correction" and not verbs and len(terms) > 1 else text

    def _note_thing(self, text: str) -> None:
        """ "The red chair", and nothing to do with it: the next "it" means it."""
        thing = read_choice(read_terms(text, self._words)[1], NOTHING)
        if thing is not None and thing.kind != NOTHING.kind:
            self._context = msgspec.structs.replace(self._context, landmark=thing)

    def _note(self, program: Program) -> None:
        landmarks = [landmark for step in program.steps if isinstance(landmark := getattr(step, "landmark", None), Landmark)]
        landmark = landmarks[-1] if landmarks else self._context.landmark
        done = self._context.program if all(isinstance(step, TALK) for step in program.steps) else program
        self._context = msgspec.structs.replace(self._context, landmark=landmark, program=done)
        self.names |= {step.name for step in program.steps if isinstance(step, Remember)}


def _asks(reading: Reading) -> bool:
    """Whether the car asks for what is missing in the words."""
    return reading.program is None and "?" in reading.sentence and not reading.sentence.startswith("What should I do")


def _answers(terms: Sequence[Term]) -> bool:
    """Whether the text begins with a few words that can only complete what was said before."""
    head = list(takewhile(lambda term: term.category != "join", terms))
    return 0 < len(head) <= SHORT and not any(term.category in ("verb", "unable", "question", "lesson") for term in head)


def _to_do(reading: Reading) -> Program | None:
    """What is done now: after a plain "stop" only what was said after it; what can't be done is said first."""
    if reading.program is None:
        return None
    steps: tuple[Step, ...] = reading.program.steps
    if reading.halts or all(isinstance(step, Stop) for step in steps):
        return Program(steps=(Stop(),))
    says: tuple[Step, ...] = tuple(Say(text=refusal) for refusal in reading.refusals)
    return Program(steps=(*says, *steps))
