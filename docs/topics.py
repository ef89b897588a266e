"""Writes the table of topics into docs/architecture.md: `python docs/topics.py`. A test keeps it current.

Who speaks and who hears is asked of the nodes themselves: every node of launch/sim.yaml is built and wired to a notebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from control.board import BoardNode
from control.button import ButtonNode
from language.speech.button import ButtonNode as TalkButtonNode
from language.speech.listening import ListeningNode
from robot import config, topics
from robot.assembly import assemble
from robot.bus import Bus, Policy, Publisher, Topic, latest
from robot.clock import SimulatedClock
from robot.geometry import CameraGeometry
from robot.node import LIGHT, Cost, Node
from robot.opening import OpeningNode

PAGE = Path(__file__).with_name("architecture.md")
BEGIN, END = "<!-- topics: written by docs/topics.py -->\n", "<!-- end of topics -->\n"


class Notebook:
    """An executor that runs nothing and notes who takes which topic; also the wiring of every node."""

    def __init__(self) -> None:
        self.speakers: dict[str, set[str]] = defaultdict(set)
        self.hearers: dict[str, set[str]] = defaultdict(set)
        self._bus = Bus(SimulatedClock())
        self._node = ""

    def add(self, name: str, build: Callable[[], Node]) -> None:
        self._node = name
        build().wire(self)

    def publisher(self, topic: Topic[Any]) -> Publisher[Any]:
        self.speakers[topic.name].add(self._node)
        return self._bus.publisher(topic, self._node)

    def subscribe(
        self, topic: Topic[Any], step: Callable[[Any], Cost | None], policy: Policy = latest(), cost: Cost = LIGHT
    ) -> None:
        self.hearers[topic.name].add(self._node)

    def every(self, period_s: float, step: Callable[[int], None], cost: Cost = LIGHT) -> None:
        return None

    def alive(self, topic: Topic[Any]) -> bool:
        return False


class Deaf:
    """A speech model that hears nothing: for this table nobody has to load the real one."""

    def knows(self, word: str) -> bool:
        return True

    def with_words(self, words: Iterable[str]) -> Deaf:
        return self

    def recogniser(self, grammar: Iterable[str] = (), cost: object = None) -> Any:
        return None


def conversation() -> Notebook:
    """Everything that the nodes of the simulated car say and hear, spoken to or not, with a person at the terminal or none.

    And what only a real car has: a button to strike, one to talk, a board that gets hot.
    """
    launch = config.load(config.LAUNCH_FOLDER / "sim.yaml")
    opening = config.NodeEntry("opening", OpeningNode, OpeningNode.Config(text=""))
    on_the_car = [config.NodeEntry(node.name, node, node.Config()) for node in (BoardNode, ButtonNode)]
    entries = [*config.node_entries(launch, terminal=True, speech=True), opening, *on_the_car]
    button = SimpleNamespace(pressed=bool, close=bool)
    part = SimpleNamespace(geometry=CameraGeometry())
    notebook = Notebook()
    notebook.speakers[topics.FAULT.name].add("executor")
    devices = {need: part for entry in entries for need in entry.node.needs}
    assemble(notebook, [entry for entry in entries if entry.node is not ListeningNode], devices)
    notebook.add("talk_button", lambda: TalkButtonNode(TalkButtonNode.Config(), button))
    for entry in entries:
        if isinstance(entry.config, ListeningNode.Config):
            notebook.add(entry.name, partial(ListeningNode, entry.config, Deaf()))
    return notebook


def table(notebook: Notebook) -> str:
    """The conversation as a Markdown table."""
    lines = ["| topic | message | said by | heard by | rate | dead after |", "|---|---|---|---|---|---|"]
    for topic in topics.ALL:
        rate = f"{topic.rate_hz:g} Hz" if topic.rate_hz else "now and then"
        age = f"{topic.max_age_s:g} s" if topic.max_age_s else "–"
        who = f"{_list(notebook.speakers[topic.name])} | {_list(notebook.hearers[topic.name])}"
        lines.append(f"| `{topic.name}` | `{topic.type.__name__}` | {who} | {rate} | {age} |")
    return "\n".join(lines) + "\n"


def updated(page: str, text: str) -> str:
    """The page with `text` between its two markers."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "–"


if __name__ == "__main__":
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8"), table(conversation())), encoding="utf-8")
