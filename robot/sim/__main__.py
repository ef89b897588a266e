"""`python -m robot.sim`: make a world from a seed or a file, write it as YAML and as pictures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt

from robot.geometry import CameraGeometry
from robot.sim.world import WorldError, WorldKind, dump, load

if TYPE_CHECKING:
    from robot.sim.world import World


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 when the world or the command line is no good."""
    options = _parser().parse_args(arguments)
    try:
        world = _world(options)
        print(_summary(world))
        if options.dump:
            dump(world, options.dump)
            print(f"wrote {options.dump}: edit it and drive in it with --world {options.dump}")
        if options.picture:
            _draw(world, options.picture)
        if options.photo:
            _photograph(world, options)
    except (WorldError, OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m robot.sim", description=__doc__)
    parser.add_argument("--world", type=Path, help="a world file to look at, instead of a seed")
    parser.add_argument("--seed", type=_seed, default=1, help="which world to make (default 1)")
    parser.add_argument("--kind", choices=get_args(WorldKind), default="home")
    parser.add_argument("--extra", type=lambda text: text.split(","), default=[], metavar="KIND,...",
                        help="things more where the car looks as it starts, such as mug,globe")
    parser.add_argument("--dump", type=Path, metavar="FILE.yaml", help="write the world here")
    parser.add_argument("--picture", type=Path, metavar="FILE.png", help="draw the plan and some of the car's views here")
    parser.add_argument("--photo", type=Path, metavar="FILE.png", help="write what the car's camera sees from the start here")
    parser.add_argument("--camera-height-m", type=float, default=CameraGeometry().height_m, help="of that camera")
    parser.add_argument("--pitch-rad", type=float, default=CameraGeometry().pitch_rad, help="of it; positive looks down")
    return parser


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 up, not {text!r}")
    return int(text)


def _world(options: argparse.Namespace) -> World:
    from robot.sim import extras
    from robot.sim.generate import generate

    return extras.placed(load(options.world) if options.world else generate(options.seed, options.kind), options.extra)


def _summary(world: World) -> str:
    kinds = len({thing.kind for thing in world.things})
    rooms = ", ".join(room.name for room in world.rooms)
    return f"{world.name}: {len(world.things)} things of {kinds} kinds in {len(world.rooms)} rooms ({rooms})"


def _draw(world: World, path: Path) -> None:
    from robot.sim import picture, scene
    from robot.sim.render import Renderer

    with Renderer(scene.compile(world)) as renderer:
        image = picture.page(world, renderer)
    _write(image, path)


def _photograph(world: World, options: argparse.Namespace) -> None:
    from robot.sim import picture, scene
    from robot.sim.render import Renderer

    camera = CameraGeometry(height_m=options.camera_height_m, pitch_rad=options.pitch_rad)
    with Renderer(scene.compile(world)) as renderer:
        image = picture.from_start(world, renderer, camera)
    _write(image, options.photo)


def _write(image: npt.NDArray[np.uint8], path: Path) -> None:
    import cv2

    if not cv2.imwrite(str(path), image[..., ::-1]):
        raise OSError(f"{path}: the picture could not be written; is the folder there, and does the name end in .png?")
    print(f"wrote {path}")


if __name__ == "__main__":
    sys.exit(main())
