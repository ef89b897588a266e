"""Tasks for the navigator, as deeds need them."""

from __future__ import annotations

from robot.landmark import Landmark
from robot.messages import MapObject, Task
from robot.places import is_doorway, on_map

SIDE_S = 60.0  # "the door on your left" is here or nowhere


def task(action: str, landmark: Landmark | None = None, **numbers: float) -> Task:
    return Task(t_ns=0, id=0, action=action, landmark=landmark, **numbers)  # type: ignore[arg-type]  # of Task's actions


def sought(
    action: str, landmark: Landmark, thing: MapObject | None, unwanted: tuple[int, ...] = (), distance_m: float = 0.0
) -> Task:
    """Look for a landmark, or for the very `thing`; none of those with the numbers `unwanted`."""
    within_s = SIDE_S if landmark.side and is_doorway(landmark) else 0.0
    return Task(t_ns=0, id=0, action=action, landmark=on_map(landmark), distance_m=distance_m,  # type: ignore[arg-type]
                wanted=-1 if thing is None else thing.id, unwanted=unwanted, within_s=within_s)  # fmt: skip


def place(x_m: float, y_m: float) -> Task:
    """Drive to a point of the odometry frame."""
    return task("place", x_m=x_m, y_m=y_m)
