"""The verb `geometry` of `python -m perception`: is the camera where the program thinks it is?"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from perception import look, photograph, webcam
from perception.detectors.seen import Image
from robot import geometry_picture
from robot.config import read_yaml
from robot.errors import SetupError
from robot.geometry import CameraGeometry
from robot.plan_view import CAR_WIDTH_M

TOLD = """{out}: {camera}
Right when the grid lies flat on the floor, the yellow strip is where the car will drive, and whatever is as high as the lens,
near or far, touches the line of the horizon. If not, put tape on the floor 1 m ahead of the car's middle, read its row in
{out}, and let `--mark 1 ROW` tell the pitch."""


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Give the verb to a parser."""
    verb = verbs.add_parser("geometry", help="draw horizon, floor and axes on a picture, as the program believes them")
    verb.add_argument("image", type=Path, nargs="?", help="a picture that the car's camera took")
    verb.add_argument("--camera", type=int, metavar="N", help="take one with camera N of this machine")
    verb.add_argument("--sim", type=int, metavar="SEED", help="take one in a simulated home")
    verb.add_argument("--sim-pitch-rad", type=float, help="how the simulated camera is really mounted")
    verb.add_argument("--sim-camera-height-m", type=float, help="how high it really is")
    verb.add_argument("--calibration", type=Path, metavar="FILE",
                      help="YAML with the camera's settings (as below, height_m, pitch_rad, …), or a launch file")
    verb.add_argument("--camera-height-m", type=float, help="of the lens above the floor")
    verb.add_argument("--pitch-rad", type=float, help="positive looks down")
    verb.add_argument("--hfov-rad", type=float, help="the horizontal field of view")
    verb.add_argument("--forward-m", type=float, help="of the lens ahead of the middle between the wheels")
    verb.add_argument("--car-width-m", type=float, default=CAR_WIDTH_M, help="default %(default)s")
    verb.add_argument("--mark", type=float, nargs=2, metavar=("METRES", "ROW"),
                      help="a mark on the floor, so far ahead of the car's middle, is in this row of FILE.png: tell the pitch")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> str:
    """Draw; what to tell the person. SetupError or PictureError for what can't be used."""
    camera = believed(arguments)
    image = _image(arguments)
    look.save(geometry_picture.drawn(image, camera, arguments.car_width_m), arguments.out)
    lines = [TOLD.format(out=arguments.out, camera=geometry_picture.told(camera))]
    if abs(image.shape[1] / image.shape[0] - camera.width_px / camera.height_px) > 0.02:
        lines.append(f"Warning: the picture has {image.shape[1]}x{image.shape[0]} pixels, another shape than the believed "
                     f"{camera.width_px}x{camera.height_px}: it is stretched, and so will the car's be.")
    if arguments.mark:
        pitch_rad = geometry_picture.pitch_of_mark(camera, arguments.mark[0], arguments.mark[1] / geometry_picture.SCALE)
        lines.append(f"The mark says pitch_rad {pitch_rad:.4f} ({math.degrees(pitch_rad):.1f}°); "
                     f"{camera.pitch_rad:.4f} is believed.")
    return "\n".join(lines)


def believed(arguments: argparse.Namespace) -> CameraGeometry:
    """The camera of the calibration file, or the built-in one, with what the command line changes. SetupError if impossible."""
    camera = _calibrated(arguments.calibration) if arguments.calibration else CameraGeometry()
    given = {"height_m": arguments.camera_height_m, "pitch_rad": arguments.pitch_rad, "hfov_rad": arguments.hfov_rad,
             "forward_m": arguments.forward_m}
    camera = msgspec.structs.replace(camera, **{name: value for name, value in given.items() if value is not None})
    limits = {"height_m": (0.01, 3.0), "pitch_rad": (-1.4, 1.4), "hfov_rad": (0.1, 3.0), "forward_m": (-1.0, 1.0)}
    for name, (low, high) in limits.items():
        if not low <= getattr(camera, name) <= high:
            raise SetupError(f"{name} is {getattr(camera, name)}: a car's camera has between {low} and {high}")
    if not 0 < arguments.car_width_m < 2:
        raise SetupError(f"a car is not {arguments.car_width_m} m wide")
    if not (1 <= camera.width_px <= 4096 and 1 <= camera.height_px <= 4096):
        raise SetupError(f"a picture of {camera.width_px}x{camera.height_px} pixels can't be drawn; 4096 a side is the most")
    return camera


def _calibrated(path: Path) -> CameraGeometry:
    """The camera's settings in a YAML file; of a launch file, what its detector believes."""
    tree: Any = read_yaml(path)
    if "nodes" in tree:
        nodes = tree["nodes"] if isinstance(tree["nodes"], dict) else {}
        settings = [node for node in nodes.values() if isinstance(node, dict)]
        detectors = [node for node in settings if str(node.get("node")).endswith(":DetectorNode")]
        tree = detectors[0].get("camera", {}) if detectors else {}
    try:
        return msgspec.convert(tree, CameraGeometry)
    except msgspec.ValidationError as error:
        raise SetupError(f"{path}: {error}; there are {', '.join(CameraGeometry.__struct_fields__)}") from None


def _image(arguments: argparse.Namespace) -> Image:
    if sum(source is not None for source in (arguments.image, arguments.camera, arguments.sim)) != 1:
        raise SetupError("say which picture: a file, --camera N or --sim SEED, one of them")
    if arguments.camera is not None:
        return next(webcam.views(arguments.camera, 1))
    return _simulated(arguments) if arguments.sim is not None else photograph.read(arguments.image)


def _simulated(arguments: argparse.Namespace) -> Image:
    """What the simulated camera sees. The simulator runs as a program of its own: only its picture comes back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.png"
        command = [sys.executable, "-m", "robot.sim", "--seed", str(arguments.sim), "--photo", str(path)]
        for flag, value in (("--pitch-rad", arguments.sim_pitch_rad), ("--camera-height-m", arguments.sim_camera_height_m)):
            command += [] if value is None else [f"{flag}={value}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SetupError(f"the simulator gave no picture: {done.stderr.strip()}")
        return photograph.read(path)
