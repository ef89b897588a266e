"""The verbs `teach` and `taught` of `python -m perception`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models import probe
from perception.imprint import TeachingError
from perception.learner import Learner, Teaching
from perception.taught import DEFAULT_FOLDER
from perception.teaching import usable
from perception.webcam import Capture, views
from robot.errors import SetupError

LEAST_SIDE_PX = 96
"""Less holds too little of a thing to tell it by."""
SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Give the two verbs to a parser."""
    teach = verbs.add_parser("teach", help="know a thing again, from pictures that show it in the middle")
    teach.add_argument("name", help='for example "my mug"')
    source = teach.add_mutually_exclusive_group(required=True)
    source.add_argument("--images", type=Path, metavar="DIR", help="views of it, one to a dozen")
    source.add_argument("--camera", type=int, nargs="?", const=0, metavar="INDEX", help="look through a camera (default 0)")
    teach.add_argument("--views", type=int, default=10, choices=range(1, 31), metavar="N", help="so many looks; default 10")
    teach.set_defaults(run=teach_from)
    taught = verbs.add_parser("taught", help="list what was taught, forget some of it, or call it something else")
    taught.add_argument("--forget", metavar="NAME")
    taught.add_argument("--rename", nargs=2, metavar=("OLD", "NEW"))
    taught.set_defaults(run=change)
    for verb in (teach, taught):
        verb.add_argument("--taught", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER", help="default: %(default)s")
        verb.add_argument("--model", default="", metavar="NAME|CARD",
                          help="whose eyes: a name of `python -m models list`, or a card (default: our own)")
        verb.add_argument("--models", type=Path, metavar="FOLDER",
                          help="where pulled models are (default: ~/.cache/heed/models)")


def teach_from(arguments: argparse.Namespace, opener: Callable[[int], Capture] | None = None) -> str:
    """Teach from a folder of pictures or a camera; what to tell the person. TeachingError names what won't do.

    `opener` gives the camera of a number; by default OpenCV does.
    """
    learner = Learner(arguments.model, arguments.models)
    probe.check()
    teacher = learner.teacher(arguments.taught)
    if arguments.camera is None:
        seen = _from_folder(teacher, arguments.images)
    else:
        seen = usable(teacher.look, list(views(arguments.camera, arguments.views, opener)))
    teacher.teach(arguments.name, seen, more=arguments.camera is not None)
    return f"I will know {arguments.name} when I see it (learned from {len(seen)} picture{'s' if len(seen) > 1 else ''})."


def _from_folder(teacher: Teaching, folder: Path) -> list[npt.NDArray[np.uint8]]:
    seen = []
    for path in _pictures(folder):
        seen.append(_read(path))
        try:
            teacher.look(seen[-1])
        except TeachingError as error:
            raise TeachingError(f"{path}: {error}") from None
    return seen


def change(arguments: argparse.Namespace) -> str:
    """Forget, rename, then list."""
    taught = Learner(arguments.model, arguments.models).taught(arguments.taught)
    if taught.stranger:
        return f"Warning: {taught.warning}."
    if arguments.forget is not None:
        taught.forget(arguments.forget)
    if arguments.rename is not None:
        taught.rename(*arguments.rename)
    lines = [f"{thing.name}: {len(thing.pictures)} picture{'s' if len(thing.pictures) > 1 else ''}" for thing in taught.things]
    return "\n".join(lines) or "I was taught nothing yet."


def _pictures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SetupError(f"{folder} is not a folder; --images wants one with pictures of the thing")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise SetupError(f"{folder} holds no pictures ({', '.join(SUFFIXES)})")
    return paths


def _read(path: Path) -> npt.NDArray[np.uint8]:
    """(H, W, 3) RGB."""
    import cv2

    try:
        picture = cv2.imdecode(np.frombuffer(path.read_bytes(), dtype=np.uint8), cv2.IMREAD_COLOR)
    except (OSError, cv2.error) as error:
        raise SetupError(f"{path} can't be read: {error}") from error
    if picture is None:
        raise SetupError(f"{path} is no picture, or a damaged one; take it out of the folder")
    if min(picture.shape[:2]) < LEAST_SIDE_PX:
        height, width = picture.shape[:2]
        raise SetupError(f"{path} has only {width}x{height} pixels; it takes {LEAST_SIDE_PX} a side")
    return np.ascontiguousarray(picture[:, :, ::-1], dtype=np.uint8)
