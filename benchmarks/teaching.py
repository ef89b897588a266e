"""How well the eyes know again what they were shown a few times (weight imprinting; Qi, Brown & Lowe, CVPR 2018).

    python benchmarks/teaching.py [--worlds 500200-500215] [--pictures 200] [--episodes 200] [--kinds vase,guitar,...]

Five kinds are taken out of the table of prototypes and taught again from 1, 5 or 10 views of one world; then they are looked
for in all the other worlds. The worlds are validation worlds filled with things of all kinds, these five most often
(`models/train/showroom.py`), seen by the car's own camera. **The network has seen the five kinds in training**, as classes:
this measures what a few views can do with its vectors, not how they would do for a kind that it has never seen.

- 5-way: a box that shows one of the five, told from the other four;
- recall: the same boxes, with all 43 other kinds competing for them, at the detector's working score;
- false: boxes of other kinds that are then taken for one of the five, as a share of those.

A box is one the network found that overlaps the true one by half. In parentheses: 95 % of the episodes, each with other worlds
to learn in and other views. The second table says how often teaching is refused, for all kinds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import numpy.typing as npt

from benchmarks.drives import seed_range
from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import Eyes
from perception.detector import DetectorNode
from perception.imprint import ImprintConfig, agreement, imprint, unit
from perception.picked import PickConfig

KINDS = ("toy car", "cushion", "vase", "bathtub", "dog")
"""`np.random.default_rng(4).choice(48, 5, replace=False)` of the card's kinds, before anything was measured."""
SHOTS = (1, 5, 10)
LENIENT = ImprintConfig(least_agreement=-1.0, most_likeness=1.0)
"""Whatever is shown is learned."""
_COMMON = 80
"""The other kinds are set up, and looked at, as if they had been seen this often already."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]


class Score(NamedTuple):
    """Shares, 0…1."""

    five_way: float
    recall: float
    false: float


class Boxes(NamedTuple):
    """Found boxes that show a known thing."""

    vector: Floats
    """(N, EMBEDDING) unit vectors."""
    kind: Ints
    """(N,) row of the card's kinds."""
    world: Ints
    """(N,) seed."""
    thing: Floats
    """(N,) how probable the network finds it that there is a thing."""
    view: npt.NDArray[np.bool_]
    """(N,) True for those that would do for teaching: large enough, and wholly in the picture."""


def gather(seed: int, pictures: int, wanted: tuple[str, ...]) -> Boxes:
    """Look around one world and keep the vectors of what is recognisably there."""
    from models.train import render
    from models.train.poses import Poses
    from models.train.showroom import showroom
    from perception.decode import Decoder, overlaps
    from robot.sim.generate import generate

    eyes, generator = Eyes(), np.random.default_rng([7, seed])
    decode = Decoder(eyes.prototypes[:1], eyes.card.scale)
    seen = Counter({kind: _COMMON for kind in eyes.card.kinds if kind not in wanted})
    world = showroom(generate(seed), seen, generator)
    rows: list[tuple[Floats, int, float, bool]] = []
    for example in render.pictures(world, pictures, Counter(seen), Poses(world, seen, generator, own=True)):
        found, boxes = decode(eyes(np.ascontiguousarray(example.picture))[0]), example.boxes
        overlap = overlaps(found.box, boxes.box)
        share = (boxes.box[:, 2:] - boxes.box[:, :2]).prod(axis=1) / (WIDTH_PX * HEIGHT_PX)
        view = (share >= PickConfig().least_share) & (boxes.truncated == 0)
        for truth, kind in enumerate(boxes.kind.tolist()):
            if kind >= 0 and len(found.box) and overlap[:, truth].max() >= 0.5:
                best = int(overlap[:, truth].argmax())
                rows.append((found.vector[best], kind, float(found.score[best]), bool(view[truth])))
    vector, kinds, thing, views = (np.array(column) for column in zip(*rows, strict=True))
    return Boxes(vector, kinds, np.full(len(rows), seed), thing, views)


def joined(parts: list[Boxes]) -> Boxes:
    return Boxes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def episode(boxes: Boxes, five: Ints, shots: int, eyes: Eyes, generator: np.random.Generator) -> Score | None:
    """Teach each of the five from one world that shows it often enough; look for them in the others. None if there is none."""
    taught, places = [], []
    for kind in five:
        worlds, counts = np.unique(boxes.world[(boxes.kind == kind) & boxes.view], return_counts=True)
        if not (counts >= shots).any():
            return None
        places.append(int(generator.choice(worlds[counts >= shots])))
        views = np.flatnonzero((boxes.kind == kind) & (boxes.world == places[-1]) & boxes.view)
        taught.append(imprint(boxes.vector[generator.choice(views, shots, replace=False)], (), eyes.prototypes[:0], LENIENT))
    return _score(boxes, five, DetectorNode.Config().taught_weight * np.array(taught), places, eyes)


def _score(boxes: Boxes, five: Ints, taught: Floats, places: list[int], eyes: Eyes) -> Score:
    """As the detector would see the boxes, at its working score."""
    others = np.delete(eyes.prototypes, five, axis=0)
    likeness = boxes.vector @ np.concatenate([taught, others]).T
    told = likeness[:, : len(five)].argmax(axis=1)
    sure = 1.0 / np.exp(eyes.card.scale * (likeness - likeness.max(axis=1, keepdims=True))).sum(axis=1)
    right_odds = eyes.card.score_gain * logit(boxes.thing * sure) + eyes.card.score_shift
    known = (likeness.argmax(axis=1) < len(five)) & (right_odds >= logit(DetectorNode.Config().least_score))
    right, recall = [], []
    for row, (kind, place) in enumerate(zip(five, places, strict=True)):
        asked = (boxes.kind == kind) & (boxes.world != place)
        right.append(float((told[asked] == row).mean()))
        recall.append(float(((told == row) & known)[asked].mean()))
    return Score(float(np.mean(right)), float(np.mean(recall)), float(known[~np.isin(boxes.kind, five)].mean()))


def logit(share: Any) -> Any:
    return np.log(np.clip(share, 1e-6, 1 - 1e-6) / (1 - np.clip(share, 1e-6, 1 - 1e-6)))


def refusals(boxes: Boxes, shots: int, prototypes: Floats, generator: np.random.Generator) -> tuple[float, float, float, float]:
    """Shares refused, over all kinds and worlds: good views of a new kind, as unlike each other and as too like something
    known; views with a stranger among them; good views of a kind that is known already."""
    config, counts = ImprintConfig(), np.zeros((4, 2))
    for kind, world in sorted({(int(k), int(w)) for k, w in zip(boxes.kind, boxes.world, strict=True)}):
        views = np.flatnonzero((boxes.kind == kind) & (boxes.world == world) & boxes.view)
        if len(views) < shots:
            continue
        vectors = boxes.vector[generator.choice(views, shots, replace=False)]
        stranger = boxes.vector[generator.choice(np.flatnonzero((boxes.kind != kind) & boxes.view))]
        likeness = prototypes @ unit(vectors.mean(axis=0))
        new, old = np.delete(likeness, kind).max(), likeness.max()
        unlike = [shots > 1 and float(agreement(v).min()) < config.least_agreement
                  for v in (vectors, np.concatenate([vectors[1:], stranger[None]]))]
        counts += [(refused, 1) for refused in (unlike[0], new > config.most_likeness, unlike[1], old > config.most_likeness)]
    shares = counts[:, 0] / np.maximum(counts[:, 1], 1)
    return float(shares[0]), float(shares[1]), float(shares[2]), float(shares[3])


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=seed_range, default=(500_200, 500_215), help="seeds A-B, both included")
    parser.add_argument("--pictures", type=int, default=200, help="pictures a world")
    parser.add_argument("--episodes", type=int, default=200, help="for each number of views")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of worlds and views")
    parser.add_argument("--kinds", type=lambda text: tuple(text.split(",")), default=KINDS, help="the five, with commas")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args(argv)
    eyes = Eyes()
    seeds = range(arguments.worlds[0], arguments.worlds[1] + 1)
    look = partial(gather, pictures=arguments.pictures, wanted=arguments.kinds)
    with ProcessPoolExecutor(arguments.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        boxes = joined(list(pool.map(look, seeds)))
    five = np.array([eyes.card.kinds.index(kind) for kind in arguments.kinds])
    print(f"{len(boxes.kind)} boxes, {int(np.isin(boxes.kind, five).sum())} of {', '.join(arguments.kinds)}\n")
    _found_again(boxes, five, eyes, arguments)
    _refused(boxes, eyes, arguments.seed)
    return 0


def _found_again(boxes: Boxes, five: Ints, eyes: Eyes, arguments: argparse.Namespace) -> None:
    print("| views | 5-way | recall among all | false |\n|---|---|---|---|")
    for shots in SHOTS:
        generator = np.random.default_rng([arguments.seed, shots])
        tried = (episode(boxes, five, shots, eyes, generator) for _ in range(arguments.episodes))
        scores = [score for score in tried if score is not None]
        cells = [_cell([score[field] for score in scores]) for field in range(3)] if scores else ["too few views"] * 3
        print(f"| {shots} | {' | '.join(cells)} |")
    trained = _score(boxes, five, eyes.prototypes[five], [-1] * len(five), eyes)
    print(f"| trained | {' | '.join(f'{100 * share:.1f}' for share in trained)} |\n")


def _refused(boxes: Boxes, eyes: Eyes, seed: int) -> None:
    print("| views | refused: unlike each other | too like a known kind | one view of another thing | a known kind |")
    print("|---|---|---|---|---|")
    for shots in SHOTS:
        shares = refusals(boxes, shots, eyes.prototypes, np.random.default_rng([seed, shots]))
        print(f"| {shots} | {' | '.join(f'{100 * share:.0f}' for share in shares)} |")


def _cell(values: list[float]) -> str:
    low, high = np.quantile(values, (0.025, 0.975))
    return f"{100 * np.mean(values):.1f} ({100 * low:.0f}–{100 * high:.0f})"


if __name__ == "__main__":
    sys.exit(main())
