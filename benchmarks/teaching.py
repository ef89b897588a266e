"""How well the eyes know again what they were shown a few times (weight imprinting; Qi, Brown & Lowe, CVPR 2018).

    python benchmarks/teaching.py [--model CARD] [--worlds 500200-500215] [--pictures 200] [--episodes 200]
                                  [--same] [--walks 500300-500311] [--seconds 60] [--kinds vase,guitar,...] [--keep FILE]

Five kinds are taught from 1, 5 or 10 views of one world, then looked for in all the others. The worlds are validation worlds
filled with things of all kinds, these five most often (`models/train/showroom.py`), seen by the car's own camera. By default
the five are those that **no network of ours has ever seen** (`robot/sim/kinds/novelties.py`); kinds that it was trained on
may be named instead, and are taken out of its table first.

With `--same` the very thing that was shown is looked for (that mug, in other rooms, on other floors, in other light), which is
what "my mug" means; without it any thing of that kind, in other shapes, colours and sizes.

- 5-way: a box that shows one of the five, told from the other four;
- recall: the same boxes, with all known kinds competing for them, at the detector's working score;
- false: boxes of known kinds that are then taken for one of the five, as a share of those;
- alarms: things of any of the five taught kinds that the car comes to believe in, a minute of driving; and of these, those
  that it would drive to at once, were it asked for one (control/target.py). The object map's own
  rule (perception/objects.py), at the log-odds from which the mission believes (control/knowledge.py), over every frame of
  strolls through other, furnished homes in which none of the five stands. Only for kinds that no home holds.

A box is one the network found that overlaps the true one by half. In parentheses: 95 % of the episodes, each with other worlds
to learn in and other views. The second table says how often teaching is refused, for the five and for all known kinds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import numpy.typing as npt

from benchmarks.drives import seed_range
from benchmarks.glimpses import GROUPS, Boxes, Floats, Glance, Ints, alarms, joined, keep, kept, look_around, names, walk
from models.layout import COLOURS
from models.runtime import DEFAULT_CARD, Eyes
from perception import replay
from perception.decode import DecodeConfig, Decoder
from perception.detector import DetectorNode
from perception.imprint import ImprintConfig, agreement, imprint, unit
from perception.refine import RefineConfig, refine
from perception.tint import evidence, shares
from robot.sim.kinds import NOVELTIES

FORMER = ("toy car", "cushion", "vase", "bathtub", "dog")
"""`np.random.default_rng(4).choice(48, 5, replace=False)` of the card's kinds: the five before there were novelties."""
SHOTS = (1, 5, 10)
LENIENT = ImprintConfig(least_agreement=-1.0, most_likeness=1.0)
"""Whatever is shown is learned."""


class Score(NamedTuple):
    """Shares, 0…1."""

    five_way: float
    recall: float
    false: float


class Bench(NamedTuple):
    """What is asked of whom."""

    eyes: Eyes
    five: Ints
    """Rows of `names(eyes)`."""
    known: Floats
    """(K, EMBEDDING) the prototypes that compete: without the five."""
    boxes: Boxes
    walks: list[list[Glance]]
    weight: float
    same: bool
    """Whether the very thing that was shown is looked for, else any of its kind."""
    tinted: bool
    """Whether the colour counts (perception/tint.py)."""
    others: Floats
    """(M, EMBEDDING) vectors that what is taught is refined against (perception/replay.py); none: it is as imprinted."""


class Learned(NamedTuple):
    """Five things, each learned in one world."""

    rows: Floats
    """(5, EMBEDDING) for the table."""
    tints: Floats
    """(5, COLOURS), zeros where any colour will do."""
    places: list[int]
    """The worlds."""


def taught(bench: Bench, shots: int, generator: np.random.Generator) -> Learned | None:
    """Each in a world that shows it often enough; None if there is none."""
    boxes, rows, places, tints = bench.boxes, [], [], []
    for kind in bench.five:
        worlds, counts = np.unique(boxes.world[(boxes.kind == kind) & boxes.view], return_counts=True)
        if not (counts >= shots).any():
            return None
        places.append(int(generator.choice(worlds[counts >= shots])))
        views = np.flatnonzero((boxes.kind == kind) & (boxes.world == places[-1]) & boxes.view)
        chosen = generator.choice(views, shots, replace=False)
        rows.append(_learned(bench, boxes.vector[chosen]))
        tints.append(bench.tinted * shares(boxes.colour[chosen]).mean(axis=0))
    return Learned(np.array(rows, dtype=np.float32), np.array(tints, dtype=np.float32), places)


def _learned(bench: Bench, views: Floats) -> Floats:
    prototype = imprint(views, (), bench.known[:0], LENIENT)
    if not len(bench.others):
        return np.asarray(bench.weight * prototype, dtype=np.float32)
    config = RefineConfig()
    return refine(config.weight * prototype, views, bench.others, bench.known, bench.eyes.card.scale, config)


def score(bench: Bench, learned: Learned) -> Score:
    """As the detector would see the boxes of the other worlds, at its working score."""
    boxes, card, rows, places = bench.boxes, bench.eyes.card, learned.rows, learned.places
    likeness = boxes.vector @ np.concatenate([rows, bench.known]).T
    likeness[:, : len(rows)] += evidence(boxes.colour, learned.tints) / card.scale
    told = likeness[:, : len(rows)].argmax(axis=1)
    sure = 1.0 / np.exp(card.scale * (likeness - likeness.max(axis=1, keepdims=True))).sum(axis=1)
    right_odds = card.score_gain * logit(boxes.thing * sure) + card.score_shift
    known = (likeness.argmax(axis=1) < len(rows)) & (right_odds >= logit(DetectorNode.Config().least_taught))
    right, recall = [], []
    for row, (kind, place) in enumerate(zip(bench.five, places, strict=True)):
        asked = (boxes.kind == kind) & (boxes.world != place)
        if bench.same:
            asked &= boxes.world % GROUPS == place % GROUPS
        if not asked.any():
            continue  # it stands in no other world of its group
        right.append(float((told[asked] == row).mean()))
        recall.append(float(((told == row) & known)[asked].mean()))
    others = boxes.kind < len(card.kinds)
    return Score(float(np.mean(right)), float(np.mean(recall)), float(known[others & ~np.isin(boxes.kind, bench.five)].mean()))


def alarms_a_minute(bench: Bench, learned: Learned, seconds: float) -> Floats:
    """(2,) of all five together: believed, and certain enough to drive to."""
    card, config = bench.eyes.card, DetectorNode.Config()
    table = np.concatenate([bench.known, learned.rows]).astype(np.float32)
    decode = Decoder(table, card.scale, (card.score_gain, card.score_shift), DecodeConfig(), learned.tints)
    heard = [alarms(glances, decode, len(bench.known), config.least_taught) for glances in bench.walks]
    return np.asarray(np.sum(heard, axis=0) / (len(bench.walks) * seconds / 60.0), dtype=np.float32)


def logit(share: Any) -> Any:
    return np.log(np.clip(share, 1e-6, 1 - 1e-6) / (1 - np.clip(share, 1e-6, 1 - 1e-6)))


def refusals(bench: Bench, shots: int, generator: np.random.Generator) -> npt.NDArray[np.float64]:
    """Shares refused: of good views of one of the five, as unlike each other and as too like something known; of such views
    with one of something else among them; of good views of a known kind."""
    boxes, config, counts = bench.boxes, ImprintConfig(), np.zeros((4, 2))
    for kind, world in sorted({(int(k), int(w)) for k, w in zip(boxes.kind, boxes.world, strict=True)}):
        views = np.flatnonzero((boxes.kind == kind) & (boxes.world == world) & boxes.view)
        if len(views) < shots:
            continue
        vectors = boxes.vector[generator.choice(views, shots, replace=False)]
        like = float((bench.known @ unit(vectors.mean(axis=0))).max()) > config.most_likeness
        if kind not in bench.five:
            counts[3] += like, 1
            continue
        stranger = boxes.vector[generator.choice(np.flatnonzero((boxes.kind != kind) & boxes.view))]
        unlike = [shots > 1 and float(agreement(v).min()) < config.least_agreement
                  for v in (vectors, np.concatenate([vectors[1:], stranger[None]]))]
        counts[:3] += [(unlike[0], 1), (like, 1), (unlike[1], 1)]
    return np.asarray(counts[:, 0] / np.maximum(counts[:, 1], 1), dtype=np.float64)


def main(argv: list[str] | None = None) -> int:
    arguments = _parsed(argv)
    eyes = Eyes(arguments.model)
    boxes, walks = _looked(arguments)
    known_names = names(eyes)
    five = np.array([known_names.index(kind) for kind in arguments.kinds])
    known = np.delete(eyes.prototypes, five[five < len(eyes.card.kinds)], axis=0)
    new = (five >= len(eyes.card.kinds)).all()  # what is refined against holds the kinds that were trained
    others = replay.read(arguments.model, eyes.card.vectors_sha256)[: None if new and not arguments.plain else 0]
    tinted = arguments.same and not arguments.plain
    bench = Bench(eyes, five, known, boxes, walks, arguments.weight, arguments.same, tinted, others)
    asked = int(np.isin(boxes.kind, five).sum())
    print(f"{len(boxes.kind)} boxes, {asked} of {', '.join(arguments.kinds)}; {len(others)} to refine against\n")
    _found_again(bench, arguments)
    _refused(bench, arguments.seed)
    return 0


def _parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=DEFAULT_CARD, help="the card of other eyes")
    parser.add_argument("--worlds", type=seed_range, default=(500_200, 500_215), help="seeds A-B, both included")
    parser.add_argument("--pictures", type=int, default=200, help="pictures a world")
    parser.add_argument("--walks", type=seed_range, default=(500_300, 500_311), help="homes to stroll through, seeds A-B")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each stroll")
    parser.add_argument("--episodes", type=int, default=200, help="for each number of views")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of worlds and views")
    parser.add_argument("--weight", type=float, default=DetectorNode.Config().taught_weight, help="of prototypes as imprinted")
    parser.add_argument("--kinds", type=lambda text: tuple(text.split(",")), default=tuple(NOVELTIES),
                        help=f"the five, with commas; formerly {','.join(FORMER)}")
    parser.add_argument("--same", action="store_true", help="look for the very things that were shown")
    parser.add_argument("--plain", action="store_true", help="as imprinted: neither refined nor tinted")
    parser.add_argument("--walked", type=int, default=8, help="so many episodes of each number of views go along on the walks")
    parser.add_argument("--keep", type=Path, help="keep what was looked at in this .npz, or take it from there if it exists")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args(argv)


def _looked(arguments: argparse.Namespace) -> tuple[Boxes, list[list[Glance]]]:
    if arguments.keep and arguments.keep.exists():
        return kept(arguments.keep)
    look = partial(look_around, pictures=arguments.pictures, wanted=arguments.kinds, card=arguments.model, same=arguments.same)
    stroll = partial(walk, seconds=arguments.seconds, card=arguments.model)
    with ProcessPoolExecutor(arguments.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        boxes = joined(list(pool.map(look, range(arguments.worlds[0], arguments.worlds[1] + 1))))
        new = set(arguments.kinds) <= set(NOVELTIES)
        walks = list(pool.map(stroll, range(arguments.walks[0], arguments.walks[1] + 1))) if new else []
    if arguments.keep:
        keep(arguments.keep, boxes, walks)
    return boxes, walks


def _found_again(bench: Bench, arguments: argparse.Namespace) -> None:
    print("| views | 5-way | recall among all | false | alarms a minute | of them driven to |\n|---|---|---|---|---|---|")
    for shots in SHOTS:
        generator = np.random.default_rng([arguments.seed, shots])
        learned = [result for _ in range(arguments.episodes) if (result := taught(bench, shots, generator)) is not None]
        if not learned:
            print(f"| {shots} | too few views | | | | |")
            continue
        scores = [score(bench, one) for one in learned]
        cells = [_cell([one[field] for one in scores]) for field in range(3)]
        heard = [alarms_a_minute(bench, one, arguments.seconds) for one in learned[: arguments.walked]] if bench.walks else []
        cells += [f"{each.mean():.2f} (most {each.max():.2f})" for each in np.transpose(heard)] if heard else ["", ""]
        print(f"| {shots} | {' | '.join(cells)} |", flush=True)
    if (bench.five < len(bench.eyes.card.kinds)).all():
        five = len(bench.five)
        untinted = np.zeros((five, len(COLOURS)), dtype=np.float32)
        trained = score(bench, Learned(bench.eyes.prototypes[bench.five], untinted, [-1] * five))
        print(f"| trained | {' | '.join(f'{100 * share:.1f}' for share in trained)} | | |")
    print()


def _refused(bench: Bench, seed: int) -> None:
    print("| views | refused: unlike each other | too like a known kind | one view of another thing | a known kind |")
    print("|---|---|---|---|---|")
    for shots in SHOTS:
        shares = refusals(bench, shots, np.random.default_rng([seed, shots]))
        print(f"| {shots} | {' | '.join(f'{100 * share:.0f}' for share in shares)} |")


def _cell(values: list[float]) -> str:
    low, high = np.quantile(values, (0.025, 0.975))
    return f"{100 * np.mean(values):.1f} ({100 * low:.0f}–{100 * high:.0f})"


if __name__ == "__main__":
    sys.exit(main())
