"""Follows SAIL sentences and paragraphs in the symbolic world, and compares where that ends with where it should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from language.evaluate.sail_map import Paragraph, Plan, Pose, SailMap, Sentence
from language.evaluate.sail_names import Names
from language.evaluate.sail_world import SailWorld
from language.routes.reader import read_route
from robot.interpreter.costs import Costs
from robot.interpreter.route import KEPT, RouteRunner
from robot.interpreter.run import Limits, Run, Runner
from robot.interpreter.walker import Walker
from robot.interpreter.world import Doing

T = TypeVar("T")
LOOKING = Limits(tries=120, slack=3.0)  # how hard to try a sentence whose alternatives may be needed later


class Skill(NamedTuple):
    """What the follower knows before it comes to a map: what words name, and what each doubt costs."""

    names: Names
    costs: Costs


class Result(NamedTuple):
    """One sentence or paragraph as it was followed."""

    id: str
    text: str
    start: Pose
    wanted: Pose
    reached: Pose
    right: bool
    programs: tuple[str, ...]
    moves: int  # turns and steps made in all, those taken back too


def follow_sentence(plan: Plan, sentence: Sentence, skill: Skill) -> Result:
    """A single sentence from its own start; right means the exact final position and heading."""
    world = SailWorld(plan, sentence.path[0], skill.names)
    run = done(Runner(Walker(world), skill.costs).run(read_route(sentence.text, skill.costs)))
    wanted = sentence.path[-1]
    return Result(
        sentence.id, sentence.text, sentence.path[0], wanted, world.pose, world.pose == wanted, (_shown(run),), world.moves
    )


def follow_paragraph(plan: Plan, paragraph: Paragraph, sentences: Sequence[Sentence], skill: Skill, take_back: bool) -> Result:
    """A paragraph from its start, sentence by sentence; right means the exact final position.

    With `take_back`, a later sentence may show that an earlier one was taken wrongly; without, each is final.
    """
    world = SailWorld(plan, paragraph.path[0], skill.names)
    texts = [sentence.text for sentence in sentences] or paragraph.text.split(". ")
    read = [read_route(text, skill.costs) for text in texts]
    walker = Walker(world)
    runner = Runner(walker, skill.costs, LOOKING if take_back else Limits())
    trail = done(RouteRunner(walker, runner, KEPT if take_back else 1).run(read))
    wanted = paragraph.path[-1]
    right = world.pose[:2] == wanted[:2]
    shown = tuple(_shown(run) for run in trail.runs)
    return Result(paragraph.id, paragraph.text, paragraph.path[0], wanted, world.pose, right, shown, world.moves)


def singles(sail_map: SailMap, skill: Skill) -> Iterator[Result]:
    plan = Plan(sail_map)
    return (follow_sentence(plan, sentence, skill) for sentence in sail_map.sentences)


def paragraphs(sail_map: SailMap, skill: Skill, take_back: bool) -> Iterator[Result]:
    plan = Plan(sail_map)
    return (
        follow_paragraph(plan, paragraph, sail_map.sentences_of(paragraph.id), skill, take_back)
        for paragraph in sail_map.paragraphs
    )


def done(doing: Doing[T]) -> T:
    """The result of what takes no time."""
    while True:
        try:
            next(doing)
        except StopIteration as end:
            result: T = end.value
            return result


def _shown(run: Run | None) -> str:
    if run is None:
        return "nothing"
    doubts = ", ".join(f"{name} {amount:.2g}" for name, amount in run.doubts.items() if amount)
    return f"{run.hypothesis.program} | {'; '.join(str(move.option) for move in run.moves)} | {run.cost:.2f}: {doubts}"
