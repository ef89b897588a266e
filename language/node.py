"""The node that turns instructions, typed or heard, into programs, and "stop" into a stop at once."""

from __future__ import annotations

from copy import copy
from pathlib import Path
from typing import ClassVar

from language.ability import why_not
from language.alternatives import alternatives
from language.dialogue import Dialogue
from language.lexicon import lexicon
from language.own_words import with_own_words
from language.parser import Reading
from language.replies import bare_reply
from language.speech.heeding import SURE, UNUSUAL, Heeding, Verdict
from robot import topics
from robot.bus import reliable
from robot.lessons import TaughtKinds
from robot.messages import Instruction, Question, StopRequest, Understanding
from robot.node import Cost, Node, NodeConfig, Wiring
from robot.program import Program
from robot.speech import Heard

WAITING_INSTRUCTIONS = 32  # more than anybody types or says while one of them is read
WAITING_HEARD = 256  # ten a second while somebody speaks, nearly all of them only partial
READING = Cost(500e-6)
WAITING_QUESTIONS = 8  # a question comes after the answer to the one before


class LanguageNode(Node):
    """INSTRUCTION and HEARD → UNDERSTANDING. Where the words ask for a stop, LANGUAGE_STOP goes out before anything else."""

    name: ClassVar[str] = "language"

    class Config(NodeConfig, frozen=True):
        lexicon: str = ""  # a YAML file with words of your own, like language/lexicon.yaml
        sure: float = SURE  # of what may have been heard; below it the car asks back
        unusual: float = UNUSUAL  # in nats a word: it asks where words were heard that hardly ever follow each other

    def __init__(self, config: Config) -> None:
        self._words = with_own_words(Path(config.lexicon)) if config.lexicon else lexicon()
        self._dialogue = Dialogue(self._words)
        self._heeding = Heeding(config.sure, config.unusual)
        self._kinds = lexicon().values("kind")

    def wire(self, wiring: Wiring) -> None:
        self._stop = wiring.publisher(topics.LANGUAGE_STOP)
        self._understanding = wiring.publisher(topics.UNDERSTANDING)
        wiring.subscribe(topics.TAUGHT, self._on_taught)
        wiring.subscribe(topics.QUESTION, self._on_question, reliable(WAITING_QUESTIONS))
        for source in (topics.INSTRUCTION, topics.OPENING):
            wiring.subscribe(source, self._on_instruction, reliable(WAITING_INSTRUCTIONS), READING)
        wiring.subscribe(topics.HEARD, self._on_heard, reliable(WAITING_HEARD))

    def _on_taught(self, taught: TaughtKinds) -> None:
        self._dialogue.learn(taught.kinds)

    def _on_question(self, question: Question) -> None:
        self._dialogue.ask(question)

    def _on_instruction(self, instruction: Instruction) -> None:
        answer = self._heeding.told(instruction.text, self._reply)
        if answer is not None:
            self._answer(instruction.t_ns, instruction.text, answer, instruction.source)
        else:
            self._read(instruction.t_ns, instruction.text, instruction.source)

    def _on_heard(self, heard: Heard) -> Cost | None:
        """What was said to the car, once it was said to the end."""
        if not heard.final or not heard.addressed:
            return None
        self._answer(heard.t_ns, heard.text, self._heeding.heard(heard, self._preview, self._reply), "speech")
        return Cost(READING.seconds * (1 + len(heard.others)))

    def _answer(self, t_ns: int, said: str, verdict: Verdict, source: str) -> None:
        """Act on what was understood of `said`, or ask back."""
        if verdict.sentence:
            self._understanding.publish(Understanding(t_ns=t_ns, text=said, program=None, sentence=verdict.sentence))
        elif verdict.text:
            self._read(t_ns, verdict.text, source)

    def _read(self, t_ns: int, text: str, source: str) -> None:
        reading = self._dialogue.hear(text)
        refusal = self._why_not(reading.program) if reading.program else ""
        if reading.stop:
            self._stop.publish(StopRequest(t_ns=t_ns, source=source))
        understanding = Understanding(
            t_ns=t_ns, text=text, program=None if refusal else reading.program,
            sentence=refusal or reading.sentence,
            alternatives=() if refusal else alternatives(reading, lambda program: bool(self._why_not(program))),
        )  # fmt: skip
        self._understanding.publish(understanding)

    def _preview(self, text: str) -> Reading:
        """The reading that a text would have now."""
        return copy(self._dialogue).hear(text)

    def _reply(self, text: str) -> str:
        return bare_reply(text, self._words)

    def _why_not(self, program: Program) -> str:
        return why_not(program, self._kinds | self._dialogue.kinds | self._dialogue.names)
