"""What the eyes make of worlds, kept so that teaching can be tried on it over and over without looking again.

`look_around`: the found boxes of a showroom, with what they really show. `walk`: every frame of a stroll through a furnished
home, as the network saw it, to be decoded again with any prototypes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from control.knowledge import KnowledgeConfig
from models.layout import HEIGHT_PX, SEEN, THING, WIDTH_PX, cells
from models.runtime import Eyes
from perception import foot, under
from perception import free as free_space
from perception.decode import DecodeConfig, Decoder, Found, overlaps
from perception.objects import ObjectMemory, ObjectsConfig, Visibility
from perception.picked import PickConfig
from perception.sighting import Rays, SightingConfig, sighting
from robot.geometry import CameraGeometry
from robot.messages import Detection, FreeSpace
from robot.poses import Pose

if TYPE_CHECKING:
    from models.train.showroom import Look

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

COMMON = 300
"""The kinds that are not asked for are set up, and looked at, as if they had been seen this often already."""
GROUPS = 3
"""Where the same things are looked for, each of so many groups of worlds (seeds that leave the same rest) has its own mug."""
RATE_HZ = 10
_SPEED_MPS, _TURN_RADPS = 0.25, 1.0
_ROOM_M = 0.2
_NEAREST_M = 0.35
_CAMERA = CameraGeometry()
_CENTRES, _ = cells()


class Boxes(NamedTuple):
    """Found boxes that show a known thing."""

    vector: Floats
    """(N, EMBEDDING) unit vectors."""
    kind: Ints
    """(N,) row of `names(eyes)`."""
    world: Ints
    """(N,) seed."""
    thing: Floats
    """(N,) how probable the network finds it that there is a thing."""
    view: npt.NDArray[np.bool_]
    """(N,) True for those that would do for teaching: large enough, and wholly in the picture."""
    colour: Floats
    """(N, COLOURS) log-odds of the main colour."""


class Glance(NamedTuple):
    """One frame of a walk: the cells that may show a thing, and the free floor, as the network told them."""

    pose: Pose
    chosen: Ints
    rows: Floats
    free: Floats


def names(eyes: Eyes) -> list[str]:
    """All kinds: those of the network, then those that it never saw."""
    from robot.sim.kinds import ALL_KINDS

    return [*eyes.card.kinds, *(kind for kind in ALL_KINDS if kind not in eyes.card.kinds)]


def look_around(seed: int, pictures: int, wanted: tuple[str, ...], card: Path, same: bool = False) -> Boxes:
    """Look around one showroom of kinds old and new, and keep the vectors of what is recognisably there.

    With `same`, all things of a wanted kind look the same in all worlds of a group.
    """
    eyes, generator = Eyes(card), np.random.default_rng([7, seed])
    decode = Decoder(eyes.prototypes[:1], eyes.card.scale)
    kinds = names(eyes)
    rows: list[tuple[Floats, int, float, bool, Floats]] = []
    for example in _examples(seed, pictures, wanted, kinds, generator, same):
        found, boxes = decode(eyes(np.ascontiguousarray(example.picture))[0]), example.boxes
        overlap = overlaps(found.box, boxes.box)
        share = (boxes.box[:, 2:] - boxes.box[:, :2]).prod(axis=1) / (WIDTH_PX * HEIGHT_PX)
        view = (share >= PickConfig().least_share) & (boxes.truncated == 0)
        for truth, kind in enumerate(boxes.kind.tolist()):
            if kind >= 0 and len(found.box) and overlap[:, truth].max() >= 0.5:
                best = int(overlap[:, truth].argmax())
                rows.append((found.vector[best], kind, float(found.score[best]), bool(view[truth]), found.colour[best]))
    vector, kind_rows, thing, views, colour = (np.array(column) for column in zip(*rows, strict=True))
    return Boxes(vector, kind_rows, np.full(len(rows), seed), thing, views, colour)


def _examples(
    seed: int, pictures: int, wanted: tuple[str, ...], kinds: list[str], generator: np.random.Generator, same: bool
) -> Iterator[Any]:
    from models.train.poses import Poses
    from models.train.render import Labeller
    from models.train.showroom import showroom
    from robot.sim import scene
    from robot.sim.generate import generate
    from robot.sim.kinds import ALL_KINDS
    from robot.sim.render import Renderer

    seen = Counter({kind: COMMON for kind in kinds if kind not in wanted})
    world = showroom(generate(seed), seen, generator, tuple(ALL_KINDS), _looks(seed, wanted) if same else {})
    poses, compiled = Poses(world, seen, generator, own=True), scene.compile(world)
    labeller = Labeller(compiled)
    labeller.kinds = kinds
    with Renderer(compiled) as renderer:
        for _ in range(pictures):
            camera, _ = poses.sample()
            renderer.view(camera.x_m, camera.y_m, camera.height_m, camera.yaw_rad, camera.pitch_rad, camera.roll_rad,
                          camera.hfov_rad)
            example = labeller.label(renderer, camera)
            seen.update(kinds[kind] for kind in example.boxes.kind if kind >= 0)
            yield example


def _looks(seed: int, wanted: tuple[str, ...]) -> dict[str, Look]:
    """One individual of each kind for the seed's group of worlds."""
    from robot.sim import kinds, splits

    looks: dict[str, Look] = {}
    for number, kind in enumerate(wanted):
        generator = np.random.default_rng([13, number, seed % GROUPS])
        colour = str(generator.choice(kinds.ALL_KINDS[kind].colours))
        looks[kind] = colour, "medium", int(generator.choice(splits.variants(splits.split_of(seed))))
    return looks


def joined(parts: list[Boxes]) -> Boxes:
    return Boxes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def keep(path: Path, boxes: Boxes, walks: list[list[Glance]]) -> None:
    """Write what was looked at, for `kept` to read."""
    glances = [glance for one in walks for glance in one]
    arrays: dict[str, Any] = {f"boxes_{name}": column for name, column in zip(Boxes._fields, boxes, strict=True)}
    arrays["lengths"] = np.array([len(one) for one in walks], dtype=np.intp)
    if glances:
        arrays |= {
            "poses": np.array([glance.pose for glance in glances]), "free": np.stack([glance.free for glance in glances]),
            "counts": np.array([len(glance.chosen) for glance in glances]),
            "chosen": np.concatenate([glance.chosen for glance in glances]),
            "rows": np.concatenate([glance.rows for glance in glances]),
        }  # fmt: skip
    with path.open("wb") as file:
        np.savez(file, **arrays)


def kept(path: Path) -> tuple[Boxes, list[list[Glance]]]:
    """What `keep` wrote."""
    with path.open("rb") as file, np.load(file) as told:
        boxes = Boxes(*(told[f"boxes_{name}"] for name in Boxes._fields))
        if not len(told["lengths"]):
            return boxes, []
        edges = np.cumsum(told["counts"])[:-1]
        chosen_parts, row_parts = np.split(told["chosen"], edges), np.split(told["rows"], edges)
        parts = zip(told["poses"].tolist(), chosen_parts, row_parts, told["free"], strict=True)
        glances = [Glance(Pose(*pose), chosen, rows, free) for pose, chosen, rows, free in parts]
        ends = np.cumsum(told["lengths"]).tolist()
    return boxes, [glances[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def walk(seed: int, seconds: float, card: Path) -> list[Glance]:
    """Stroll through a furnished home at the car's pace, turning where the way ends; `RATE_HZ` frames a second."""
    from robot.sim import scene
    from robot.sim.generate import generate
    from robot.sim.render import Renderer

    eyes, camera, world = Eyes(card), _CAMERA, generate(seed)
    least = math.log(DecodeConfig().least_thing / (1 - DecodeConfig().least_thing))
    glances = []
    with Renderer(scene.compile(world)) as renderer:
        for pose in _stroll(world, round(seconds * RATE_HZ), np.random.default_rng([11, seed])):
            x, y = pose.to_world(camera.forward_m, 0.0)
            renderer.view(x, y, camera.height_m, pose.heading_rad, camera.pitch_rad, 0.0, camera.hfov_rad)
            told, free, *_ = eyes(renderer.rgb())
            chosen = np.flatnonzero(told[:, THING] > least)
            glances.append(Glance(pose, chosen, told[chosen].copy(), free.copy()))
    return glances


def alarms(glances: list[Glance], decode: Decoder, first: int, least_score: float) -> tuple[int, int]:
    """How many things of kinds from row `first` on the car's object map comes to believe in along a walk, and how many of
    them the car, asked for one, would drive to without a closer look."""
    memory, settings, knows = ObjectMemory(ObjectsConfig()), SightingConfig(), KnowledgeConfig()
    believed, certain = set[int](), set[int]()
    for number, glance in enumerate(glances):
        found = decode(_whole(glance))
        seen = (found.kind >= first) & (found.score >= least_score)
        space = free_space.space(0, glance.free, _CAMERA)
        rays = Rays(space, settings.camera_forward_m)
        sightings = [sighting(_detection(found, int(row), space), glance.pose, settings) for row in np.flatnonzero(seen)]
        visible = Visibility(glance.pose, rays.half_angle_rad - 0.12, rays.pairs())
        memory.update(number * 1_000_000_000 // RATE_HZ, glance.pose, [one for one in sightings if one is not None], visible)
        believed |= {thing.id for thing in memory.things if thing.log_odds >= knows.sure}
        certain |= {thing.id for thing in memory.things if thing.log_odds >= knows.certain
                    and thing.best_score >= knows.certain_score and thing.seen >= knows.certain_seen}
    return len(believed), len(certain)


def _detection(found: Found, row: int, space: FreeSpace) -> Detection:
    """As the detector makes it of what the decoder found."""
    left, top, right, bottom = found.box[row].tolist()
    box = left, top, right, bottom
    distance_m = _CAMERA.focal_px / math.exp(float(found.log_scale[row]))
    stands = foot.place(box, distance_m, free_space.deviation(float(found.log_spread[row])), _CAMERA)
    stands = under.joined(stands, under.floor(box, space, _CAMERA), _CAMERA)
    return Detection(
        kind=str(found.kind[row]), score=float(found.score[row]), box=box,
        bearing_rad=stands.bearing_rad, range_m=stands.range_m, range_std_m=stands.std_m, foot_seen=stands.foot_seen,
    )


def _whole(glance: Glance) -> Floats:
    """The network's cells (N, SEEN) as far as they can matter."""
    told = np.full((len(_CENTRES), SEEN), -20.0, dtype=np.float32)
    told[glance.chosen] = glance.rows
    return told


def _stroll(world: Any, frames: int, generator: np.random.Generator) -> Iterator[Pose]:
    from robot.sim.judge import floor_of

    grid = floor_of(world)
    free = grid.room_for(_ROOM_M)
    x, y, heading = world.start.x_m, world.start.y_m, world.start.yaw_rad
    goal = heading
    for _ in range(frames):
        yield Pose(x, y, heading)
        off = math.remainder(goal - heading, math.tau)
        ahead = (x + _NEAREST_M * math.cos(heading), y + _NEAREST_M * math.sin(heading))
        if abs(off) > 0.02:
            heading += math.copysign(min(abs(off), _TURN_RADPS / RATE_HZ), off)
        elif free[grid.cell(*ahead)] and generator.random() > 0.1 / RATE_HZ:
            x, y = x + _SPEED_MPS / RATE_HZ * math.cos(heading), y + _SPEED_MPS / RATE_HZ * math.sin(heading)
        else:
            ways = generator.uniform(-math.pi, math.pi, 6).tolist()
            goal = max(ways, key=lambda way: grid.line_m(x, y, way))
