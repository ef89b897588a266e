"""Other readings of the same words, for when the world refutes the best one."""

from __future__ import annotations

import math
from collections.abc import Callable

from language.parser import Reading
from robot.messages import Alternative
from robot.program import Program, plain

SLACK = 0.6  # nats; dearer readings, such as an order said twice taken for two, help nobody


def alternatives(reading: Reading, refused: Callable[[Program], bool]) -> tuple[Alternative, ...]:
    """The readings beside the one that is done, cheapest first; none that the car refuses or that says the same.

    The cost is the logarithm of how much likelier the best reading is (nats, the unit of the readings' costs).
    """
    if reading.program is None or reading.stop or reading.refusals or not reading.programs:
        return ()
    best = reading.programs[0].score
    seen = {plain(reading.program)}
    found: list[Alternative] = []
    for program, score in reading.programs[1:]:
        cost = math.log(best / score) if score > 0 else math.inf
        if cost <= SLACK and plain(program) not in seen and not refused(program):
            seen.add(plain(program))
            found.append(Alternative(program=program, cost=max(0.0, cost)))
    return tuple(sorted(found, key=lambda alternative: alternative.cost))
