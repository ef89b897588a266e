"""From a clause to its readings, by what its verb does."""

from __future__ import annotations

from language.routes.clause import Clause
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
    put = clause.put and all(part.landmark.side for part in clause.parts)  # "put the wall on your right"
    if clause.verb == "" and clause.parts and (put or all(part.role == "with" for part in clause.parts)):
        return arranged(clause)
    if clause.direction == "only":
        return [Reading((Turn(words=clause.words),))]
    if clause.side:  # "to your left | go …"
        clause.direction = clause.direction or clause.side
    _take_side(clause)
    return turning(clause) if clause.direction or clause.verb == "turn" else going(clause)


def _take_side(clause: Clause) -> None:
    """ "Take the third alley on your left" is the third left."""
    ways = [part.landmark for part in clause.parts if part.role in ("", "along", "onto")]
    if clause.direction or clause.verb not in ("take", "turn", "go") or not ways:
        return
    way = ways[0]
    if way.kind in ("hall", "turning") and way.side in ("left", "right"):
        clause.direction, clause.ordinal = way.side, way.ordinal
        said = bool(way.attributes or way.colour)
        clause.parts = [part for part in clause.parts if said or part.landmark != way]
