"""`python -m models.train integers NAME --images DIR`: a network of the registry, rounded to 8-bit integers where it is used.

Nothing of others is shipped, so nothing made from it is: the recipe is (models/registry.yaml). What is made here lies beside
the pulled files, with its own entry, and is used by the name NAME-int8 from then on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from models import registry, store
from models.recipe import Recipe
from models.registry import Entry
from models.runtime import ModelError, session, sha256
from models.train.sensitivity import Calibrated, Feed, rank, signal_to_noise
from perception import photograph
from perception.detectors.fit import fit
from perception.detectors.photo import PhotoDetector
from perception.detectors.seen import Image, Seen
from perception.evaluate import Result, evaluate, told
from perception.labels import Labels, Truth

MOST_LOST = 0.03
"""Of AP50: a network that loses more is not written."""
CALIBRATION, ASKED = 40, 4
RUNS = 10


class Halves:
    """Two networks, each for the pictures that the other was calibrated with. `turn` says whose the next picture is."""

    def __init__(self, detectors: Sequence[PhotoDetector]) -> None:
        self._detectors, self.turn = detectors, 0
        self.words = detectors[0].words

    def __call__(self, image: Image, least_score: float) -> list[Seen]:
        return self._detectors[self.turn](image, least_score)


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Give the verb to a parser."""
    verb = verbs.add_parser("integers", help="round a network of the registry to 8-bit integers")
    verb.add_argument("name", help="of `python -m models list`")
    verb.add_argument("--images", type=Path, required=True, metavar="DIR", help="pictures to calibrate with")
    verb.add_argument("--labels", type=Path, metavar="FILE", help="measure what is lost (see `python -m perception evaluate`)")
    verb.add_argument("--models", type=Path, metavar="FOLDER", help="where the network is (default: ~/.cache/heed/models)")
    verb.add_argument("--out", type=Path, metavar="FOLDER", help="where to put it (default: the same)")
    verb.add_argument("--sweep", type=int, default=0, metavar="N", help=f"leave the worst N of {RUNS} parts in floats besides")


def run(arguments: argparse.Namespace) -> None:
    """Round, measure where there are labels, write. ModelError where the network can't be, or too much is lost."""
    name, entry = arguments.name, store.find(arguments.name, arguments.models)
    if entry.no_int8 or registry.is_own(entry):
        raise ModelError(f"{name} is not rounded: {entry.no_int8 or 'ours comes rounded (python -m models.train export)'}")
    network = store.path_of(entry, arguments.models)
    store.read_network(name, entry, arguments.models)
    paths = photograph.in_folder(arguments.images)
    recipe = entry.int8 or Recipe()
    if arguments.sweep:
        recipe = swept(network, feeds(network, entry, spread(paths, CALIBRATION)), recipe, arguments.sweep)
        print("left in floats:", ", ".join(recipe.floats))
    if arguments.labels is not None:
        _measure(name, entry, network, paths, Labels(arguments.labels), recipe)
    made = Calibrated(network, feeds(network, entry, spread(paths, CALIBRATION)), recipe).rounded()
    print(write(name, entry, made, arguments.out or arguments.models or store.default_folder()))


def spread(paths: Sequence[Path], most: int) -> list[Path]:
    """At most so many, evenly drawn."""
    return [paths[index] for index in np.unique(np.linspace(0, len(paths) - 1, min(most, len(paths))).astype(int))]


def feeds(network: Path, entry: Entry, paths: Sequence[Path]) -> list[Feed]:
    """The pictures as the network's input."""
    (given,) = session(network.read_bytes()).get_inputs()
    return [{given.name: fit(photograph.read(path), entry.input).tensor} for path in paths]


def swept(network: Path, pictures: Sequence[Feed], recipe: Recipe, worst: int) -> Recipe:
    """The recipe with those of RUNS equal runs of nodes left in floats whose rounding costs the outputs most."""
    calibrated = Calibrated(network, pictures, recipe)
    ranked = rank(calibrated, signal_to_noise(calibrated, pictures[:ASKED]), calibrated.runs(RUNS), alone=False)
    kept = tuple(node for part in ranked[:worst] for node in part.nodes)
    return msgspec.structs.replace(recipe, floats=(*recipe.floats, *kept))


def crossed(name: str, entry: Entry, network: Path, paths: Sequence[Path], labels: Labels, recipe: Recipe) -> Result:
    """AP50 of the rounding: calibrated on every other picture, asked about the rest, and the other way round."""
    networks = [Calibrated(network, feeds(network, entry, spread(paths[1 - turn :: 2], CALIBRATION)), recipe).rounded()
                for turn in (0, 1)]
    halves = Halves([PhotoDetector(name, entry, rounded) for rounded in networks])

    def pictures() -> Iterator[tuple[Image, Truth]]:
        for number, path in enumerate(paths):
            halves.turn = number % 2
            yield photograph.read(path), labels.of(path) or Truth(np.empty((0, 4), dtype=np.float32), ())

    return evaluate(f"{name}-int8", halves, pictures())


def write(name: str, entry: Entry, network: bytes, folder: Path) -> Path:
    """Put network and entry into `folder`; the path of the network."""
    import yaml

    file = f"{name}-int8.onnx"
    made = msgspec.structs.replace(
        entry, file=file, bytes=len(network), sha256=sha256(network), url="", int8=None,
        licence=f"{entry.licence}; derived", source=f"{name}, rounded to 8-bit integers on this machine",
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(network)
    (folder / f"{name}-int8.yaml").write_text(yaml.safe_dump(msgspec.to_builtins(made), sort_keys=False), encoding="utf-8")
    return folder / file


def _measure(name: str, entry: Entry, network: Path, paths: Sequence[Path], labels: Labels, recipe: Recipe) -> None:
    """Say what is lost; ModelError where it is too much."""
    whole = PhotoDetector(name, entry, network.read_bytes())
    truths = ((photograph.read(path), labels.of(path) or Truth(np.empty((0, 4), dtype=np.float32), ())) for path in paths)
    floats, integers = evaluate(name, whole, truths), crossed(name, entry, network, paths, labels, recipe)
    print(f"{told(floats)}\n{told(integers)}\n(each picture by the network that was calibrated without it)")
    if floats.ap50 - integers.ap50 > MOST_LOST:
        raise ModelError(f"{name} loses {100 * (floats.ap50 - integers.ap50):.1f} points of AP50 in integers, more than "
                         f"{100 * MOST_LOST:.0f}: nothing is written; --sweep N leaves more of it in floats")
