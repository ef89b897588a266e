"""Learning from training maps which things words name: "honeycomb" is said where the yellow floor is near."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from language.evaluate.sail_map import Plan, Pose, SailMap, Sentence
from language.evaluate.sail_names import Names, Shares
from language.routes.words import read_words
from robot.interpreter.scene import Aspect

OFTEN = 3  # sentences a word must stand in before it is believed to name something
SURE = 0.8  # in so many of them the thing must be near
LIFT = 1.5  # and so much more often than it is near anyhow
Thing = tuple[Aspect, str]


def learn_names(maps: Sequence[SailMap], names: Names) -> Names:
    """`names` with the further words of the maps' sentences that go with some floor, wall or thing near the path."""
    near: Counter[Thing] = Counter()
    said: Counter[str] = Counter()
    together: dict[str, Counter[Thing]] = defaultdict(Counter)
    sentences = 0
    for sail_map in maps:
        plan = Plan(sail_map)
        for sentence in sail_map.sentences:
            things = frozenset(_things(plan, sentence.path))
            sentences += 1
            near.update(things)
            for word in _new_words(sentence, names):
                said[word] += 1
                together[word].update(things)
    shares: dict[Aspect, dict[str, Shares]] = {"floor": {}, "wall": {}, "item": {}}
    for word, count in said.items():
        lifts = _lifts(together[word], near, count, sentences) if count >= OFTEN else {}
        if lifts:
            aspect = max(lifts, key=lambda thing: lifts[thing])[0]
            shares[aspect][word] = {thing: lift for (of, thing), lift in lifts.items() if of == aspect}
    return names.with_more(shares)


def _lifts(together: Counter[Thing], near: Counter[Thing], count: int, sentences: int) -> dict[Thing, float]:
    """For the things that a word goes with: how much more often they are near when it is said, less one."""
    lifts = {}
    for thing, times in sorted(together.items()):  # floors before walls where they go together as often
        lift = (times / count) / (near[thing] / sentences)
        if times >= SURE * count and lift >= LIFT:
            lifts[thing] = lift - 1
    return lifts


def _new_words(sentence: Sentence, names: Names) -> Iterable[str]:
    words = {word.value for word in read_words(sentence.text) if word.category == "name"}
    return words - names.words


def _things(plan: Plan, path: Sequence[Pose]) -> Iterator[Thing]:
    """Every floor and wall that touches the path, and every thing on it or one hall further."""
    for x, y, _ in path:
        item = plan.item((x, y))
        if item is not None:
            yield "item", item
        for heading_deg in (0, 90, 180, 270):
            hall = plan.hall((x, y), heading_deg)
            if hall is not None:
                yield "floor", hall.floor
                yield "wall", hall.wall
