"""The graph of sounds and the words' grammar: what they accept, at what cost."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import pytest

from models.vosk.grammar import bigrams
from models.vosk.graph import UNKNOWN, GraphSettings, numbered, sound_graph
from models.vosk.openfst import Arc, Transducer
from models.vosk.phones import ARPABET, PHONE, leaving, placed, staying, word_boundaries

WORDS: dict[str, list[tuple[str, ...]]] = {"stop": [("S", "T", "AA", "P")], "a": [("AH",), ("EY",)]}
FOLLOWS = ((math.log(39),) * 40,) * 40


def build(**settings: float) -> tuple[Transducer, dict[str, int]]:
    numbers = numbered(WORDS)
    return sound_graph(WORDS, numbers, GraphSettings(FOLLOWS, **settings)), numbers


def best(transducer: Transducer, read: Sequence[int]) -> tuple[float, tuple[int, ...]]:
    """The cheapest way to read all of it: its cost and what it writes."""
    leaving: dict[int, list[Arc]] = {}
    for arc in transducer.arcs:
        leaving.setdefault(arc.source, []).append(arc)
    queue: list[tuple[float, int, int, tuple[int, ...]]] = [(0.0, 0, 0, ())]
    done: set[tuple[int, int]] = set()
    ends = []
    while queue:
        cost, state, at, written = heapq.heappop(queue)
        if (state, at) in done:
            continue
        done.add((state, at))
        if at == len(read) and state in transducer.final:
            ends.append((cost + transducer.final[state], written))
        for arc in leaving.get(state, []):
            if arc.read == 0 or (at < len(read) and arc.read == read[at]):
                onwards = written + ((arc.write,) if arc.write else ())
                heapq.heappush(queue, (cost + arc.cost, arc.target, at + (arc.read != 0), onwards))
    return min(ends, default=(math.inf, ()))


def phones(*sounds: str) -> list[int]:
    """A word's transitions, each sound lasting two frames."""
    return [transition for phone in placed(sounds) for transition in (leaving(phone), staying(phone))]


def test_words_are_read_with_and_without_silence_between_them() -> None:
    transducer, numbers = build()
    for pause in ([], [leaving("SIL"), staying("SIL")]):
        cost, written = best(transducer, [*pause, *phones("S", "T", "AA", "P"), *pause, *phones("EY")])
        assert written == (numbers["stop"], numbers["a"])
        assert cost < 30


def test_ways_to_say_a_word_share_its_probability() -> None:
    transducer, _ = build(silence=0.5, stay=0.5)
    cost, _ = best(transducer, [leaving("EY_S")])
    assert cost == pytest.approx(math.log(2) + math.log(2) + math.log(2))  # no silence, one of two ways, the state


def test_other_sounds_are_unknown_and_cost_what_they_should() -> None:
    transducer, numbers = build(unknown_cost=2.0, sound_cost=0.5)
    cost, written = best(transducer, [leaving("B_B"), leaving("IY_I"), leaving("P_E")])
    assert written == (numbers[UNKNOWN],)
    assert cost == pytest.approx(math.log(2) + 3 * (math.log(2) + math.log(39) + 0.5) + 2.0 + math.log(39))


def test_silence_alone_is_no_word() -> None:
    transducer, _ = build()
    assert best(transducer, [leaving("SIL"), staying("SIL")])[1] == ()


def test_every_phone_has_its_place() -> None:
    assert placed(("AH",)) == ("AH_S",)
    assert placed(("G", "OW")) == ("G_B", "OW_E")
    assert len(PHONE) == 1 + 4 * len(ARPABET)
    assert word_boundaries().splitlines()[0] == "1 nonword"
    assert f"{PHONE['S_E']} end" in word_boundaries()


def test_what_was_said_is_likelier_than_what_was_not() -> None:
    numbers = {"go": 1, "left": 2, "stop": 3, UNKNOWN: 4}
    grammar = bigrams(["go left", "go left", "stop"], numbers)
    said, unsaid = (best(grammar, words)[0] for words in ([1, 2], [2, 1]))
    assert said < unsaid < math.inf


def test_the_grammar_is_a_probability() -> None:
    """Of all that can come after a word, said or not, nothing is missing (backing off counts words twice, so a little more)."""
    numbers = {"go": 1, "left": 2, UNKNOWN: 3}
    grammar = bigrams(["go left", "go go"], numbers)
    leaving = sum(math.exp(-arc.cost) for arc in grammar.arcs if arc.source == 1)
    assert leaving + math.exp(-grammar.final.get(1, math.inf)) == pytest.approx(1.0)
