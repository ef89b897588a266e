"""SAIL route instructions: how often the words lead to where they should, on a map that nothing was learned from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from language.evaluate.sail_follow import Result, Skill, paragraphs, singles
from language.evaluate.sail_learn import learn
from language.evaluate.sail_map import read_map
from language.evaluate.sail_names import sail_names
from language.evaluate.score import Evaluation, Miss, Row, row
from robot.interpreter.costs import Costs


def evaluate(test: Path, train: Sequence[Path] = ()) -> Evaluation:
    """Rows `single` (exact final position and heading) and `paragraph` (exact final position, run once) of a map file.

    A third row lets the follower go back on what an earlier sentence was taken to mean.

    With training maps, costs and further names are learned from them first; the test map is never learned from.
    Raises ValueError where a file is no map, or is both tested and learned from.
    """
    if any(path.resolve() == test.resolve() for path in train):
        raise ValueError(f"{test} is to be tested, so nothing may be learned from it: leave it out of --train.")
    skill = Skill(sail_names(), Costs())
    if train:
        skill = learn([read_map(path) for path in train], skill)
    sail_map = read_map(test)
    results = {
        "single": list(singles(sail_map, skill)),
        "paragraph": list(paragraphs(sail_map, skill, take_back=False)),
        "paragraph, taking back": list(paragraphs(sail_map, skill, take_back=True)),
    }
    title = f"SAIL {test.name}, learned from {', '.join(path.name for path in train) or 'nothing'}"
    misses = tuple(_miss(name, result) for name, found in results.items() for result in found if not result.right)
    return Evaluation(title, tuple(_row(name, found) for name, found in results.items()), misses)


def _row(name: str, results: Sequence[Result]) -> Row:
    return row(name, sum(result.right for result in results), len(results))


def _miss(name: str, result: Result) -> Miss:
    wanted = f"{result.wanted} from {result.start}"
    return Miss(f"{name} {result.id}", result.text, wanted, f"{result.reached}: {' / '.join(result.programs)}")
