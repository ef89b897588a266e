"""Finite-state transducers in OpenFst's binary files, as Vosk reads them; the layout was read off files of OpenFst 1.7.9.

A plain `vector` file holds the words' grammar. The graph of sounds must be of the kind `olabel_lookahead`: a `const` file
and, for each state, which words can come next. In our graphs (models/vosk/graph.py) that is always every word or the end,
which makes it short.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import NamedTuple

MAGIC, ADD_ON_MAGIC = 2125659606, 446681434
NEVER = float("inf")
EXPANDED, MUTABLE, READ_SORTED, WRITE_SORTED = 0x1, 0x2, 0x10000000, 0x40000000
"""What the files promise; OpenFst finds out the rest."""


class Arc(NamedTuple):
    """From a state to another: reads `read`, writes `write` (0: nothing) at a cost, a negative natural logarithm."""

    source: int
    target: int
    read: int
    write: int
    cost: float


class Transducer(NamedTuple):
    """States are numbered from 0, where it starts; `final` has the cost of ending in a state."""

    states: int
    arcs: Sequence[Arc]
    final: dict[int, float]


def vector_file(transducer: Transducer) -> bytes:
    """An acceptor or transducer, with arcs sorted by what they read."""
    promises = EXPANDED | MUTABLE | READ_SORTED
    parts = [_header("vector", 2, promises, 0, transducer.states, len(transducer.arcs))]
    for state, arcs in enumerate(_grouped(transducer, lambda arc: (arc.read, arc.write, arc.target))):
        parts.append(struct.pack("<fq", transducer.final.get(state, NEVER), len(arcs)))
        parts += map(_packed, arcs)
    return b"".join(parts)


def lookahead_file(transducer: Transducer, words: int) -> bytes:
    """A transducer from every state of which each of the words 1…`words` and the end can come next; arcs sorted by what they
    write.
    """
    end = words + 1
    every_word_or_end = struct.pack("<qiii", 1, 1, end + 1, end)  # one interval [1, end + 1), which has so many members
    by_output, no_relabelling = struct.pack("<?", False), struct.pack("<?", False)
    add_ons = struct.pack("<???", True, False, True)  # there are any; none for what is read; one for what is written
    reach = by_output + no_relabelling + struct.pack("<iq", end, transducer.states) + every_word_or_end * transducer.states
    outer = _header("olabel_lookahead", 1, EXPANDED | WRITE_SORTED, -1, 0, 0)
    return outer + struct.pack("<i", ADD_ON_MAGIC) + _const_file(transducer) + add_ons + reach


def _const_file(transducer: Transducer) -> bytes:
    head = _header("const", 2, EXPANDED | WRITE_SORTED, 0, transducer.states, len(transducer.arcs))
    states: list[bytes] = []
    arcs: list[bytes] = []
    first = 0
    for state, leaving in enumerate(_grouped(transducer, lambda arc: (arc.write, arc.read, arc.target))):
        silent = sum(not arc.read for arc in leaving), sum(not arc.write for arc in leaving)
        states.append(struct.pack("<fIIII", transducer.final.get(state, NEVER), first, len(leaving), *silent))
        arcs += map(_packed, leaving)
        first += len(leaving)
    return b"".join([head, *states, *arcs])


def _header(kind: str, version: int, promises: int, start: int, states: int, arcs: int) -> bytes:
    return (
        struct.pack("<i", MAGIC)
        + _text(kind)
        + _text("standard")
        + struct.pack("<iiQqqq", version, 0, promises, start, states, arcs)
    )


def _text(text: str) -> bytes:
    return struct.pack("<i", len(text)) + text.encode()


def _packed(arc: Arc) -> bytes:
    return struct.pack("<iifi", arc.read, arc.write, arc.cost, arc.target)


def _grouped(transducer: Transducer, order: Callable[[Arc], tuple[int, int, int]]) -> list[list[Arc]]:
    """The arcs that leave each state, in order."""
    groups: list[list[Arc]] = [[] for _ in range(transducer.states)]
    for arc in transducer.arcs:
        groups[arc.source].append(arc)
    return [sorted(group, key=order) for group in groups]
