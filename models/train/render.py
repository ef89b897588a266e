"""Renders labelled pictures of generated worlds, one world to a shard."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from models.train import labels, thresholds
from models.train.data import Example, Shard, write_shard
from models.train.poses import DoorwayPoses, Poses
from models.train.showroom import showroom
from models.train.strangers import Strangers
from models.train.surfaces import Floors

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized
    from multiprocessing.synchronize import Event

    from robot.sim.render import Renderer
    from robot.sim.scene import Scene
    from robot.sim.world import World

_TRIES = 3
_LEAST_TARGET_PX = 60
_SHOWROOMS = 0.4
_FARTHEST_M = 8.0
_WATCH_S = 0.25

Watch = Callable[[int], None]


class Order(msgspec.Struct, frozen=True):
    """What one worker renders: worlds `first_seed + number` for its share of the shard numbers."""

    folder: Path
    first_seed: int
    shards: int
    pictures: int
    worker: int
    workers: int
    examination: bool = False
    """Homes and offices as they are, seen by the car's own camera: no showrooms, no other cameras."""
    doorways: bool = False
    """Look at doorways and along halls, rather than at things."""
    foreign: Path | None = None
    """A folder of shapes that others modelled (`import-furniture`), for `foreign_share` of the things that have some."""
    foreign_share: float = 0.0


def render(order: Order, watch: Watch | None = None) -> bool:
    """Render with all workers and wait; False after Ctrl-C. Shards that exist are kept, so a stopped run goes on where it was.

    `watch` is told how many pictures there are by now, some times a second; without it every shard is printed.
    """
    from robot.sim.kinds import KINDS

    order.folder.mkdir(parents=True, exist_ok=True)
    (order.folder / "kinds.txt").write_text("".join(f"{name}\n" for name in KINDS), encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    count, stop = context.Value("q", 0), context.Event()
    shares = [msgspec.structs.replace(order, worker=worker) for worker in range(order.workers)]
    processes = [context.Process(target=_share, args=(share, count, stop, watch is None), daemon=True) for share in shares]
    for process in processes:
        process.start()
    interrupted = False
    while alive := [process.sentinel for process in processes if process.is_alive()]:
        try:
            wait(alive, timeout=_WATCH_S)
            if watch is not None:
                watch(count.value)
        except KeyboardInterrupt:
            interrupted = True
        if interrupted or any(process.exitcode for process in processes):
            stop.set()
    if not interrupted and any(process.exitcode for process in processes):
        raise RuntimeError("a rendering process failed; its error is printed above")
    return not interrupted


def _share(order: Order, count: Synchronized[int], stop: Event, talks: bool) -> None:
    """One worker's shards. It ends at the next picture, leaving only whole shards, when told to or when nobody waits for it."""
    os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one sees to the others
    parent, seen = multiprocessing.parent_process(), Counter[str]()
    strangers = None if order.foreign is None else Strangers(order.foreign)

    def go_on() -> bool:
        return not stop.is_set() and (parent is None or parent.is_alive())

    for number in range(order.worker, order.shards, order.workers):
        path = order.folder / f"{number:05d}.npy"
        if path.exists():
            seen.update(_kinds_in(path))  # so that what comes after is what it would have been without the stop
            continue
        generator = np.random.default_rng([order.first_seed, number])
        try:
            world = _world(order.first_seed + number, not order.examination, seen, generator)
        except ValueError as error:
            print(f"shard {number}: no world from this seed, passed over: {error}", file=sys.stderr, flush=True)
            continue
        if strangers is not None:
            world = strangers.move_in(world, order.foreign_share, generator)
        poses = (DoorwayPoses if order.doorways else Poses)(world, seen, generator, order.examination)
        examples = []
        for example in pictures(world, order.pictures, seen, poses):
            if not go_on():
                return
            examples.append(example)
            with count.get_lock():
                count.value += 1
        write_shard(order.folder, number, examples)
        if talks:
            print(f"shard {number}: {world.name}, {len(world.things)} things", flush=True)


def _kinds_in(path: Path) -> list[str]:
    """The kinds of all boxes in a shard that are asked for, as `pictures` counts them."""
    from robot.sim.kinds import KINDS

    names = list(KINDS)
    return [names[kind] for kind in Shard(path).kinds.tolist() if kind >= 0]


def _world(seed: int, showrooms: bool, seen: Counter[str], generator: np.random.Generator) -> World:
    from robot.sim.generate import generate

    world = generate(seed, "office" if seed % 3 == 0 else "home")
    return showroom(world, seen, generator) if showrooms and generator.random() < _SHOWROOMS else world


def pictures(world: World, count: int, seen: Counter[str], poses: Poses) -> Iterator[Example]:
    """`count` labelled pictures of a world, taken from `poses`. `seen` is counted up by what they show."""
    from robot.sim import scene
    from robot.sim.render import Renderer

    compiled = scene.compile(world)
    with Renderer(compiled) as renderer:
        labeller = Labeller(compiled)
        for _ in range(count):
            example = _picture(renderer, labeller, poses)
            seen.update(labeller.kinds[kind] for kind in example.boxes.kind if kind >= 0)
            yield example


class Labeller:
    """Labels views of one scene."""

    def __init__(self, scene: Scene) -> None:
        from robot.sim.kinds import KINDS
        from robot.sim.shapes import footprint_of, shape_of

        self.kinds = list(KINDS)
        self._thresholds, self._floors = thresholds.of(scene.world), Floors(scene.world)
        self._things = []
        for thing in scene.world.things:
            floor = footprint_of(thing).corners()
            height = shape_of(thing).size_m[2]
            corners = np.concatenate([np.insert(floor, 2, z, axis=1) for z in (0.0, height)])
            self._things.append((thing, corners))

    def label(self, renderer: Renderer, camera: labels.Camera) -> Example:
        """The picture that the renderer looks at now, and its labels."""
        from robot.sim.codes import DOOR, FLOOR, WALL

        codes, depth = renderer.segmentation(), renderer.depth()
        points = camera.points(np.minimum(depth, _FARTHEST_M * 2))
        solid = (codes >= 0) | (codes == WALL) | (codes == DOOR)
        found = labels.boxes(codes, renderer.named(), points, camera, self._things, self.kinds)
        free = labels.free_distance(points, solid)
        numbers = (camera.focal_px, camera.height_m, camera.pitch_rad, camera.roll_rad)
        doorways = thresholds.labels(self._thresholds, camera, points)
        surfaces = self._floors.label(codes == FLOOR, points, camera.x_m, camera.y_m)
        return Example(renderer.rgb(), found, free, np.array(numbers, dtype=np.float32), doorways, surfaces)


def _picture(renderer: Renderer, labeller: Labeller, poses: Poses) -> Example:
    """A view; one that was aimed at a thing but doesn't show it is tried again a few times."""
    for attempt in range(_TRIES):
        camera, target = poses.sample()
        renderer.view(camera.x_m, camera.y_m, camera.height_m, camera.yaw_rad, camera.pitch_rad, camera.roll_rad,
                      camera.hfov_rad)
        hidden = target is not None and int((renderer.segmentation() == target).sum()) < _LEAST_TARGET_PX
        if not hidden or attempt == _TRIES - 1:
            break
    return labeller.label(renderer, camera)
