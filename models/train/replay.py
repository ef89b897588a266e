"""Writes what taught things are refined against (perception/replay.py), from training worlds:

    python -m models.train.replay [--model CARD] [--worlds 1000600-1000607] [--pictures 60] [--jobs 2]
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.runtime import DEFAULT_CARD, Eyes
from perception import replay
from perception.decode import Decoder, overlaps

MOST_OF_A_KIND = 14
Seen = tuple[npt.NDArray[np.float32], int]


def seen(seed: int, pictures: int, card: Path) -> list[Seen]:
    """The vectors of what the network found in a showroom, with their kinds."""
    from models.train import render
    from models.train.poses import Poses
    from models.train.showroom import showroom
    from robot.sim.generate import generate

    eyes, generator, counts = Eyes(card), np.random.default_rng([17, seed]), Counter[str]()
    decode = Decoder(eyes.prototypes[:1], eyes.card.scale)
    world = showroom(generate(seed), counts, generator)
    rows: list[Seen] = []
    for example in render.pictures(world, pictures, counts, Poses(world, counts, generator, own=True)):
        found, boxes = decode(eyes(np.ascontiguousarray(example.picture))[0]), example.boxes
        overlap = overlaps(found.box, boxes.box)
        for truth, kind in enumerate(boxes.kind.tolist()):
            if kind >= 0 and len(found.box) and overlap[:, truth].max() >= 0.5:
                rows.append((found.vector[int(overlap[:, truth].argmax())], kind))
    return rows


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=DEFAULT_CARD, help="the card of other eyes")
    parser.add_argument("--first", type=int, default=1_000_600, metavar="SEED", help="of the training worlds looked at")
    parser.add_argument("--worlds", type=int, default=8)
    parser.add_argument("--pictures", type=int, default=60, help="a world")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args(argv)
    look = partial(seen, pictures=arguments.pictures, card=arguments.model)
    with ProcessPoolExecutor(arguments.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        rows = [row for part in pool.map(look, range(arguments.first, arguments.first + arguments.worlds)) for row in part]
    kept, counts = [], Counter[int]()
    for index in np.random.default_rng(0).permutation(len(rows)).tolist():
        vector, kind = rows[index]
        counts[kind] += 1
        if counts[kind] <= MOST_OF_A_KIND:
            kept.append(vector)
    replay.write(arguments.model, Eyes(arguments.model).card.vectors_sha256, np.array(kept, dtype=np.float32))
    print(f"{replay.path_of(arguments.model)}: {len(kept)} vectors of {len(counts)} kinds")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
