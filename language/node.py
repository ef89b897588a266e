"""The node that turns instructions into programs, and "stop" into a stop at once."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from language.ability import why_not
from language.alternatives import alternatives
from language.dialogue import Dialogue
from language.lexicon import lexicon
from language.own_words import with_own_words
from robot import topics
from robot.bus import reliable
from robot.lessons import TaughtKinds
from robot.messages import Instruction, Question, StopRequest, Understanding
from robot.node import Cost, Node, NodeConfig, Wiring
from robot.program import Program

WAITING_INSTRUCTIONS = 32  # more than anybody types or says while one of them is read
WAITING_QUESTIONS = 8  # a question comes after the answer to the one before


class LanguageNode(Node):
    """INSTRUCTION → UNDERSTANDING. Where the words ask for a stop, LANGUAGE_STOP goes out before anything else."""

    name: ClassVar[str] = "language"

    class Config(NodeConfig, frozen=True):
        lexicon: str = ""  # a YAML file with words of your own, like language/lexicon.yaml

    def __init__(self, config: Config) -> None:
        self._dialogue = Dialogue(with_own_words(Path(config.lexicon)) if config.lexicon else None)
        self._kinds = lexicon().values("kind")

    def wire(self, wiring: Wiring) -> None:
        self._stop = wiring.publisher(topics.LANGUAGE_STOP)
        self._understanding = wiring.publisher(topics.UNDERSTANDING)
        wiring.subscribe(topics.TAUGHT, self._on_taught)
        wiring.subscribe(topics.QUESTION, self._on_question, reliable(WAITING_QUESTIONS))
        for source in (topics.INSTRUCTION, topics.OPENING):
            wiring.subscribe(source, self._on_instruction, reliable(WAITING_INSTRUCTIONS), Cost(500e-6))

    def _on_taught(self, taught: TaughtKinds) -> None:
        self._dialogue.learn(taught.kinds)

    def _on_question(self, question: Question) -> None:
        self._dialogue.ask(question)

    def _on_instruction(self, instruction: Instruction) -> None:
        reading = self._dialogue.hear(instruction.text)
        refusal = self._why_not(reading.program) if reading.program else ""
        if reading.stop:
            self._stop.publish(StopRequest(t_ns=instruction.t_ns, source=instruction.source))
        understanding = Understanding(
            t_ns=instruction.t_ns, text=instruction.text, program=None if refusal else reading.program,
            sentence=refusal or reading.sentence,
            alternatives=() if refusal else alternatives(reading, lambda program: bool(self._why_not(program))),
        )  # fmt: skip
        self._understanding.publish(understanding)

    def _why_not(self, program: Program) -> str:
        return why_not(program, self._kinds | self._dialogue.kinds | self._dialogue.names)
