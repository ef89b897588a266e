"""OpenFst's files: read back by their layout, which is that of files made by OpenFst itself."""

from __future__ import annotations

import struct

from models.vosk.openfst import NEVER, Arc, Transducer, lookahead_file, vector_file

SMALL = Transducer(2, [Arc(0, 1, 4, 2, 0.5), Arc(0, 1, 3, 1, 0.25), Arc(1, 0, 0, 0, 0.0)], {0: 0.0})
OUTER = 4 + 4 + len("olabel_lookahead") + 4 + len("standard") + 4 + 4 + 8 + 8 + 8 + 8


def test_a_vector_file_has_its_states_with_sorted_arcs() -> None:
    content = vector_file(SMALL)
    assert content[:14] == struct.pack("<ii", 2125659606, 6) + b"vector"
    states, arcs = struct.unpack_from("<qq", content, 14 + 12 + 4 + 4 + 8 + 8)
    assert (states, arcs) == (2, 3)
    body = content[14 + 12 + 4 + 4 + 8 + 8 + 16 :]
    assert struct.unpack_from("<fq", body) == (0.0, 2)
    assert struct.unpack_from("<iifi", body, 12) == (3, 1, 0.25, 1)
    assert struct.unpack_from("<fq", body, 12 + 32) == (NEVER, 1)
    assert len(body) == 12 + 32 + 12 + 16


def test_a_lookahead_file_promises_every_word_and_the_end() -> None:
    content = lookahead_file(SMALL, 2)
    assert b"olabel_lookahead" in content[:40]
    assert struct.unpack_from("<i", content, OUTER) == (446681434,)
    reach = content[-(4 + 8 + 2 * 20) :]
    assert struct.unpack_from("<iq", reach) == (3, 2)  # the end is word 3; two states
    for state in range(2):
        assert struct.unpack_from("<qiii", reach, 12 + 20 * state) == (1, 1, 4, 3)


def test_states_count_their_silent_arcs() -> None:
    inner = lookahead_file(SMALL, 2)[OUTER + 4 :]
    states = inner[4 + 4 + len("const") + 4 + len("standard") + 4 + 4 + 8 + 8 + 8 + 8 :]
    assert struct.unpack_from("<fIIII", states) == (0.0, 0, 2, 0, 0)
    assert struct.unpack_from("<fIIII", states, 20) == (NEVER, 2, 1, 1, 1)
