"""How often what a person shows is what the car learns, and how often it says rather that it isn't sure.

    python benchmarks/picking.py [--worlds 500420-500437] [--model CARD] [--jobs 2]

Things that no network has seen, put in front of the standing car in furnished validation worlds (`benchmarks/showings.py`),
half of them with something else right beside them, each looked at five times. A lesson is

- right: what was picked is, in every look that counts, the thing that was put there;
- wrong: something else was learned, or something else among it;
- refused: nothing was learned, because two things were about as prominent, or for another reason.

"Most central" is the picker before: the box of a thing that is nearest to the middle, whatever else there is.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.drives import seed_range
from benchmarks.showings import Showing, showings
from models.runtime import DEFAULT_CARD
from perception.decode import overlaps
from perception.imprint import ImprintConfig, TeachingError, agreement
from perception.picked import TURNS, TWO, PickConfig, pick, pick_same

ENDS = ("right", "wrong", "two", "other")
BEFORE = PickConfig(least_score=0.3, certainty=0.0, least_sure=0.0, most_doubt=2.0)


def lesson(showing: Showing, config: PickConfig) -> str:
    """How a lesson ends: one of ENDS. As the teacher's node does it: of the looks those that are usable, if they are half."""
    usable, refused = [], ""
    for number, found in enumerate(showing.views):
        try:
            pick(found, config)
            usable.append(number)
        except TeachingError as error:
            refused = TWO if TWO in (refused, str(error)) else str(error)
    views = [showing.views[number] for number in usable]
    if 2 * len(views) < len(showing.views):
        return "two" if refused == TWO else "other"
    try:
        rows = pick_same(views, config)
    except TeachingError as error:
        return "two" if str(error) == TURNS else "other"
    vectors = np.array([found.vector[row] for found, row in zip(views, rows, strict=True)])
    if len(views) > 1 and agreement(vectors).min() < ImprintConfig().least_agreement:
        return "other"
    boxes = np.array([found.box[row] for found, row in zip(views, rows, strict=True)])
    return "right" if (np.diagonal(overlaps(boxes, showing.truth[usable])) >= 0.5).all() else "wrong"


def table(shown: Sequence[Showing]) -> str:
    """Markdown."""
    lines = ["| picked is | beside it | lessons | right, % | wrong | refused: two things | refused: else |",
             "|---|---|---|---|---|---|---|"]
    for name, config in (("the most central", BEFORE), ("the most prominent", PickConfig())):
        for crowded in (False, True):
            ends = Counter(lesson(one, config) for one in shown if one.crowded == crowded)
            cells = " | ".join(f"{100 * ends[end] / max(ends.total(), 1):.0f}" for end in ENDS)
            lines.append(f"| {name} | {'something' if crowded else 'nothing more'} | {ends.total()} | {cells} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=seed_range, default=(500_420, 500_437), help="seeds A-B, both included")
    parser.add_argument("--model", type=Path, default=DEFAULT_CARD, help="the card of other eyes")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    first, last = arguments.worlds
    with ProcessPoolExecutor(arguments.jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        worlds = pool.map(partial(showings, card=arguments.model), range(first, last + 1))
        print(table([showing for world in worlds for showing in world]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
