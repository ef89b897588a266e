"""What people leave unsaid between the steps of a route."""

from __future__ import annotations

import msgspec

from robot.condition import At, Blocked, Condition
from robot.landmark import Landmark
from robot.places import is_doorway, is_end
from robot.program import Goto, Program, Step, Travel, Turn


def completed(program: Program) -> Program:
    """ "Go down the hall, turn left at the second door": how far down the hall is said by the step that follows.

    A step along a way that has no end of its own gets the place of the next one for its end. The steps stay as many as they
    were said.
    """
    steps = list(program.steps)
    for index in range(len(steps) - 2, -1, -1):
        step, following = steps[index], steps[index + 1]
        place = _place(following)
        if isinstance(step, Travel) and _has_no_end(step) and place is not None:
            until: Condition = Blocked() if is_end(place) else At(landmark=place)
            steps[index] = msgspec.structs.replace(step, until=until)
            steps[index + 1] = _from_there(following)
    return Program(steps=tuple(steps))


def beside(turn: Turn) -> Landmark:
    """Where to turn: a doorway, where nothing else was said, on the side to turn to."""
    assert turn.at is not None
    if not is_doorway(turn.at) or turn.at.side or not turn.angle_rad:
        return turn.at
    return msgspec.structs.replace(turn.at, side="left" if turn.angle_rad > 0 else "right")


def _has_no_end(step: Travel) -> bool:
    said = (step.distance_m, step.blocks, step.fraction, step.past, step.through, step.toward, step.away, step.until)
    return step.along is not None and not step.back and not any(said)


def _place(step: Step) -> Landmark | None:
    """Where on the way the step is to be done; None where it leads elsewhere by itself."""
    match step:
        case Turn(at=Landmark()):
            place = beside(step)
            return place if is_doorway(place) or is_end(place) else None
        case Goto(landmark=landmark) if is_end(landmark) or (is_doorway(landmark) and (landmark.side or landmark.ordinal)):
            return landmark
    return None


def _from_there(step: Step) -> Step:
    """The step as it is done once one is there: the doorway counted to is the nearest one now."""
    match step:
        case Turn(at=Landmark() as at) if is_doorway(at):
            return msgspec.structs.replace(step, at=_nearest(beside(step)))
        case Goto(landmark=landmark) if is_doorway(landmark):
            return msgspec.structs.replace(step, landmark=_nearest(landmark))
    return step


def _nearest(landmark: Landmark) -> Landmark:
    return msgspec.structs.replace(landmark, ordinal=0, quantifier="nearest")
