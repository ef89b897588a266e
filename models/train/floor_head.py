"""`python -m models.train floor-head`: a head for the free floor on a photo-trained detector's features.

The detector itself stays as it is: it looks once at rendered pictures, and the head learns from what it made of them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from models.floor import FLOOR_CARD, FloorCard

NAMES = ("nanodet-plus-m-320-int8", "nanodet-plus-m-320")
CALIBRATION = 100


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Give the verb to a parser."""
    verb = verbs.add_parser("floor-head", help="a head for the free floor on a detector's features")
    verb.add_argument("names", nargs="*", default=NAMES, metavar="NAME", help="detectors with the same features")
    verb.add_argument("--data", type=Path, nargs="+", default=[Path("data/eyes-2"), Path("data/eyes-doors")])
    verb.add_argument("--models", type=Path, metavar="FOLDER", help="where the detectors are (default: ~/.cache/heed/models)")
    verb.add_argument("--cache", type=Path, default=Path("data/floor-features"), help="what they make of pictures is kept here")
    verb.add_argument("--pictures", type=int, default=5000)
    verb.add_argument("--minutes", type=float, default=12.0, help="of training, at most")
    verb.add_argument("--out", type=Path, default=FLOOR_CARD.with_suffix(".onnx"))


def run(arguments: argparse.Namespace) -> None:
    """Look, learn, write the head and its card."""
    from models import store
    from models.train.floor_cache import Made, cached
    from models.train.floor_network import FloorPlan, trained, write
    from perception.detectors.photo import PhotoDetector

    entries = {name: store.find(name, arguments.models) for name in arguments.names}
    backbones = [PhotoDetector(name, entry, store.read_network(name, entry, arguments.models), featured=True)
                 for name, entry in entries.items()]
    checksums = {name: entry.sha256 for name, entry in entries.items()}
    made = Made(data=tuple(str(folder) for folder in arguments.data), backbones=tuple(checksums.values()),
                pictures=arguments.pictures, seed=1)
    cache = cached(arguments.cache, made, backbones)
    network, how = trained(cache, FloorPlan(minutes=arguments.minutes))
    some = np.linspace(0, len(cache) - 1, CALIBRATION).astype(int).tolist()
    write(network, [cache.fed(row) for row in some], arguments.out)
    print(write_floor_card(arguments.out, checksums, how))


def write_floor_card(network: Path, backbones: dict[str, str], how: str) -> Path:
    """The card beside the head; its path."""
    from models.runtime import sha256
    from models.train.card import write_card

    card = FloorCard(network=network.name, network_sha256=sha256(network.read_bytes()), backbones=backbones, trained=how)
    return write_card(card, network.with_suffix(".yaml"), "floor-head", "docs/models/floor_head.md")
