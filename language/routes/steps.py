"""From a clause to its readings, by what its verb does."""

from __future__ import annotations

from language.routes.clauses import Clause
from language.routes.moving import going, turning
from language.routes.reading import Reading
from language.routes.standing import arranged, backing, facing, positioned, stative
from robot.program import Turn


def readings(clause: Clause) -> list[Reading]:
    """Every reading of a clause, at least one (which may have no steps)."""
    if clause.position:
        return positioned(clause)
    match clause.verb:
        case "be" | "see" | "pass":
            return stative(clause)
        case "arrange":
            return arranged(clause)
        case "back":
            return backing(clause)
        case "face":
            return facing(clause)
        case "stop" if not clause.parts:
            return [Reading(())]
    if clause.direction == "only":
        return [Reading((Turn(words=clause.words),))]
    if clause.side:  # "to your left | go …"
        clause.direction = clause.direction or clause.side
    return turning(clause) if clause.direction or clause.verb == "turn" else going(clause)
