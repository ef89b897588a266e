"""From a step and what is seen in a world of ways, the options: where to turn, how far to go."""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec

from robot.condition import At, Blocked, Condition, Not, Passed, See
from robot.interpreter.fit import Eye
from robot.interpreter.option import Option
from robot.interpreter.scene import Scene, Spot, Surface, View
from robot.interpreter.walk import Walk, signed
from robot.landmark import Landmark
from robot.program import Face, Find, Goto, Step, Travel, Turn

LONG = {"long": 1, "short": -1}


def options(step: Step, scene: Scene, eye: Eye) -> list[Option]:
    """Every way to carry out the step from here that isn't absurd; empty for a step that isn't about the way."""
    match step:
        case Travel():
            return list(_travel(step, scene, eye))
        case Goto():
            until = At(landmark=step.landmark)
            return list(_travel(Travel(until=until), scene, eye, search=step))
        case Turn():
            return list(_turn(step, scene, eye))
        case Face():
            return list(_face(step, scene, eye))
        case Find():
            return list(_face(Face(landmark=step.landmark), scene, eye))
        case _:
            return []


def holds(condition: Condition, scene: Scene, eye: Eye) -> float:
    """How well a condition fits what is seen, 0 to 1; what can't be seen counts as so."""
    match condition:
        case At():
            return eye.here(condition.landmark, scene)
        case See():
            return eye.see(condition.landmark, scene)
        case Passed():
            return max(eye.at(condition.landmark, scene.behind, steps) for steps in range(len(scene.behind)))
        case Blocked():
            return 1.0 if len(scene.ahead) == 1 else 0.0
        case Not():
            return 1 - holds(condition.condition, scene, eye)
        case _:
            return 1.0


# ---- turning -----------------------------------------------------------------------------------------------------


def _turn(step: Turn, scene: Scene, eye: Eye) -> Iterator[Option]:
    quarters = _quarters(step.angle_rad)
    if step.until is not None:
        yield from _turn_until(step.until, quarters, scene, eye)
    elif quarters == 0 and step.onto is None and step.at is None:
        yield from _turn_somewhere(scene)
    elif quarters == 2:
        doubts = {} if step.onto is None else {"face misfit": 1 - eye.facing(step.onto, scene.behind)}
        yield Option(doubts, Walk(quarters))
    else:
        yield from _turn_side(step, quarters, scene, eye)


def _quarters(angle_rad: float) -> int:
    """Quarters clockwise: 0 for no side, else at least one."""
    if math.isinf(angle_rad):
        return -1 if angle_rad > 0 else 1
    quarters = round(-angle_rad / (math.pi / 2))
    if quarters == 0 and angle_rad:
        return -1 if angle_rad > 0 else 1
    return quarters if abs(quarters) < 2 else quarters % 4


def _turn_until(until: Condition, quarters: int, scene: Scene, eye: Eye) -> Iterator[Option]:
    for turned in range(4):
        doubts = {"face misfit": 1 - holds(until, scene.turned(turned), eye), "face wall": float(len(scene[turned]) == 1)}
        if quarters and turned != quarters % 4:
            doubts["turn unsaid"] = 1.0
        yield Option(doubts, Walk(turned))


def _turn_somewhere(scene: Scene) -> Iterator[Option]:
    """ "Turn", with no word of where: a way to the side, or back where there is none."""
    yield Option({"turn stays": 1.0}, Walk())
    for turned in (1, 3, 2):
        sides = sum(turn in scene.ways for turn in (1, 3))
        doubts = {"no way": float(turned not in scene.ways), "around unsaid": float(turned == 2 and sides > 0)}
        yield Option(doubts, Walk(turned))


def _turn_side(step: Turn, quarters: int, scene: Scene, eye: Eye) -> Iterator[Option]:
    """Turn to a side: here, or further on where there is a way to that side and the description fits."""
    for spot in scene.ahead:
        for side in (-1, 1):
            if quarters not in (0, side):
                continue
            way = spot.left if side < 0 else spot.right
            doubts = {"no way": float(way is None)}
            if spot.steps and way is None:
                continue
            if spot.steps:
                said = step.at is not None
                doubts |= {"walk said" if said else "walk unsaid": 1.0, "walk far": spot.steps - 1.0}
            elif step.at is not None:
                doubts["turn at here"] = 1.0
            if step.onto is not None:
                doubts["misfit"] = 1 - _onto(step.onto, way, spot, side, scene, eye)
            if step.at is not None:
                doubts |= _turn_at(step.at, side, spot.steps, scene.ahead, eye)
            yield Option(doubts, Walk(0, spot.steps, side))
    if step.onto is not None:
        fit = eye.facing(step.onto, scene.ahead)
        yield Option({"face misfit": 1 - fit, "stay straight": 1.0}, Walk())
        yield Option({"face misfit": 1 - eye.facing(step.onto, scene.behind), "around unsaid": 1.0}, Walk(2))


def _onto(landmark: Landmark, way: Surface | None, spot: Spot, side: int, scene: Scene, eye: Eye) -> float:
    """How well what lies to the side fits; from far only the way itself shows, from here everything down it."""
    if spot.steps == 0:
        return eye.facing(landmark, scene.left if side < 0 else scene.right)
    if way is None:
        return 0.0
    fit = eye.surface(eye.words(landmark), way)
    return 0.5 if fit is None else fit


def _turn_at(at: Landmark, side: int, steps: int, view: View, eye: Eye) -> dict[str, float]:
    """What speaks against turning so far on when told where to turn."""
    if at.kind == "turning":  # "the second left" counts the ways on that side
        turnings = [spot.steps for spot in view[1:] if (spot.left if side < 0 else spot.right) is not None]
        wanted = len(turnings) if at.ordinal < 0 else max(1, at.ordinal)
        passed = sum(1 for turning in turnings if turning <= steps)
        if steps == 0:
            return {"turning here": 1.0}
        return {"turning off": float(abs(wanted - passed))}
    fit, earlier = _fits(At(landmark=at), view, steps, eye)
    return {"at misfit": 1 - fit, "later": abs(float(max(0, at.ordinal - 1)) - earlier)}


# ---- facing ------------------------------------------------------------------------------------------------------


def _face(step: Face, scene: Scene, eye: Eye) -> Iterator[Option]:
    for turned in range(4):
        looked = (turned + 2) % 4 if step.away else turned
        fit = eye.facing(step.landmark, scene[looked]) * _length(step.landmark, looked, scene, eye)
        doubts = {"face misfit": 1 - fit, "face turn": abs(float(signed(turned)))}
        if len(scene[turned]) == 1 and (step.away or step.landmark.kind != "wall"):
            doubts["face wall"] = 1.0
        yield Option(doubts, Walk(turned))


def _length(landmark: Landmark, looked: int, scene: Scene, eye: Eye) -> float:
    """How well "the long hall" fits a view beside the other views that fit as well in all else."""
    want = LONG.get(landmark.size, 0)
    if not want:
        return 1.0
    landmark = msgspec.structs.replace(landmark, size="")
    fits = [eye.facing(landmark, view) for view in scene]
    rivals = [len(view) for view, fit in zip(scene, fits, strict=True) if fit >= fits[looked] - 0.05 and len(view) > 1]
    best = max(rivals, default=1) if want > 0 else min(rivals, default=1)
    return 1.0 if len(scene[looked]) == best else 0.6


# ---- going -------------------------------------------------------------------------------------------------------


def _travel(step: Travel, scene: Scene, eye: Eye, search: Goto | None = None) -> Iterator[Option]:
    for quarters, view in enumerate(scene):
        if step.back and quarters != 2:
            continue
        way = _way(step, quarters, scene, eye)
        if _winding(step) and step.until is None and not step.blocks:
            yield from _wind(step, quarters, view, way)
            continue
        for spot in view:
            if spot.steps or (quarters == 0 and step.until is not None):
                yield _leg(step, quarters, spot.steps, view, way, eye)
        if len(view) > 1:
            yield from _onward(step, quarters, view, way, eye, search)


def _way(step: Travel, quarters: int, scene: Scene, eye: Eye) -> dict[str, float]:
    """What speaks against setting out that way."""
    view = scene[quarters]
    doubts: dict[str, float] = {}
    forced = len(scene.ahead) == 1  # nobody needs to say that one can't go on into a wall
    if quarters in (1, 3):
        doubts["turn forced" if forced else "turn unsaid"] = 1.0
    elif quarters == 2 and not step.back:
        doubts["around forced" if forced else "around unsaid"] = 1.0
    if step.along is not None:
        doubts["way misfit"] = 1 - eye.facing(step.along, view) * _length(step.along, quarters, scene, eye)
    if step.toward is not None:
        doubts["face misfit"] = 1 - eye.facing(step.toward, view) * _length(step.toward, quarters, scene, eye)
    if step.away is not None:
        doubts["face misfit"] = 1 - eye.facing(step.away, scene[(quarters + 2) % 4])
    return doubts


def _leg(step: Travel, quarters: int, steps: int, view: View, way: dict[str, float], eye: Eye) -> Option:
    """Going straight so far down the view."""
    doubts, check = dict(way), None
    if step.until is not None:
        fit, earlier = _fits(step.until, view, steps, eye)
        ordinal = step.until.landmark.ordinal if isinstance(step.until, At | See) else 0
        doubts["misfit"] = 1 - fit
        doubts["later"] = abs(earlier - max(0, ordinal - 1)) if ordinal >= 0 else _fits_after(step.until, view, steps, eye)
        if steps == 0:
            doubts["here already"] = 1.0
        check = step.until if _only_there(step.until, eye) else None
    if step.past is not None:
        doubts |= _past(step, steps, view, eye)
    elif step.blocks:
        doubts["blocks off"] = float(abs(steps - step.blocks))
    elif math.isinf(step.distance_m):
        doubts["blocks off"] = float(len(view) - 1 - steps)
    elif step.until is None:
        spot = view[steps]
        doubts |= {"far": float(abs(steps - 1)), "between": float(not spot.sides), "to end": float(spot.ahead is None)}
    return Option(doubts, Walk(quarters, steps, check=check))


def _past(step: Travel, steps: int, view: View, eye: Eye) -> dict[str, float]:
    """Past a thing is one spot further, or as many blocks as said; with an end of its own the way just leads past it."""
    assert step.past is not None
    best = max(range(len(view)), key=lambda spot: (eye.at(step.past, view, spot) if spot else 0.0, -spot))  # type: ignore[arg-type]
    fit = eye.at(step.past, view, best) if best else 0.0
    doubts = {"past misfit": 1 - fit}
    if step.until is not None:
        return doubts | {"blocks off": float(steps <= best)}
    return doubts | {"blocks off": float(abs(steps - best - max(1, step.blocks)))}


def _fits(until: Condition, view: View, steps: int, eye: Eye) -> tuple[float, int]:
    """How well the spot fits the condition, and how many spots before it fit as well."""
    fit = _fit(until, view, steps, eye)
    earlier = sum(1 for spot in range(1, steps) if fit > 0 and _fit(until, view, spot, eye) >= 0.9 * fit)
    return fit, earlier


def _fits_after(until: Condition, view: View, steps: int, eye: Eye) -> float:
    fit = _fit(until, view, steps, eye)
    return float(sum(1 for spot in range(steps + 1, len(view)) if fit > 0 and _fit(until, view, spot, eye) >= 0.9 * fit))


def _fit(condition: Condition, view: View, steps: int, eye: Eye) -> float:
    match condition:
        case At() | See():
            if _only_there(condition, eye):
                return _has_side(condition.landmark, view[steps])
            return eye.at(condition.landmark, view, steps)
        case Blocked():
            return 1.0 if view[steps].ahead is None else 0.0
        case _:
            return 0.5


def _only_there(condition: Condition, eye: Eye) -> bool:
    """Whether it takes standing there to see it: a thing down a side hall."""
    return isinstance(condition, At | See) and bool(condition.landmark.side) and eye.is_item(condition.landmark)


def _has_side(landmark: Landmark, spot: Spot) -> float:
    way = {"left": spot.left, "right": spot.right, "ahead": spot.ahead}.get(landmark.side, spot.ahead)
    return 0.0 if way is None else 0.95


def _onward(step: Travel, quarters: int, view: View, way: dict[str, float], eye: Eye, search: Goto | None) -> Iterator[Option]:
    """Going to the end of the view, or on a search to any crossing, and on from there: around corners, along other halls."""
    rest: Step = msgspec.structs.replace(step, blocks=max(0, step.blocks - len(view) + 1)) if search is None else search
    end = view[-1]
    if len(end.sides) == 1 and (step.until is not None or step.blocks >= len(view)):
        doubts = way | {"end corner" if _to_the_end(step) else "corner": 1.0}
        yield Option(doubts, Walk(quarters, end.steps, -1 if end.left is not None else 1), (rest,))
    if search is None:
        return
    for spot in view[1:]:
        for side, leads in ((-1, spot.left), (1, spot.right)):
            if leads is not None and not (spot is end and len(end.sides) == 1):
                doubts = way | {"cross": 1 - 0.7 * eye.speaks_of(search.landmark, leads)}
                yield Option(doubts, Walk(quarters, spot.steps, side), (rest,))


def _wind(step: Travel, quarters: int, view: View, way: dict[str, float]) -> Iterator[Option]:
    """Along a winding hall from corner to corner, until it ends or goes on straight past a crossing."""
    way = {name: amount for name, amount in way.items() if name != "way misfit"}
    crossed = any(spot.sides for spot in view[1:-1])
    end = view[-1]
    if quarters == 0:
        yield Option({"not winding": float(not crossed and len(view) > 1)}, Walk())
    if len(view) > 1 and not crossed and len(end.sides) == 1:
        yield Option(way, Walk(quarters, end.steps, -1 if end.left is not None else 1), (step,))
    elif len(view) > 1 and not crossed:
        yield Option(way, Walk(quarters, end.steps))


def _winding(step: Travel) -> bool:
    return step.along is not None and "winding" in step.along.attributes


def _to_the_end(step: Travel) -> bool:
    """Whether the way is meant to be followed wherever it leads."""
    return _winding(step) or (isinstance(step.until, At) and step.until.landmark.kind == "dead end")
