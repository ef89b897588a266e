"""Which of the things that are there a landmark means, by its words and by what is said to be near it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import msgspec

from language.lexicon import lexicon
from robot.program import Face, Find, Follow, Goto, If, Landmark, Program, Repeat, Step, Travel

JOINTS = str.maketrans("", "", "_- ")


class Entity(msgspec.Struct, frozen=True):
    """A thing on the robot's map: its type ("Washing_machine"), its names and where it is."""

    type: str
    words: tuple[str, ...]
    x_m: float
    y_m: float


def targets(program: Program) -> list[Landmark]:
    """The landmarks that the program goes to, looks for or heads for, in order."""
    return list(_targets(program.steps))


def _targets(steps: tuple[Step, ...]) -> Iterator[Landmark]:
    for step in steps:
        match step:
            case Goto() | Find() | Face() | Follow():
                yield _thing(step.landmark)
            case Travel():
                ways = (step.toward, step.through, step.along, step.past, step.away)
                yield from (_thing(landmark) for landmark in ways if landmark is not None)
            case Repeat() | If():
                yield from _targets(step.steps)


def _thing(landmark: Landmark) -> Landmark:
    """ "The place behind the sofa" is found by the sofa."""
    return landmark.relations[0].others[0] if landmark.kind == "place" and landmark.relations else landmark


def ground(landmark: Landmark, entities: Mapping[str, Entity]) -> str:
    """The name of the entity that the landmark means best, "" where none fits."""
    fits = {name: _fit(landmark, entity) for name, entity in entities.items()}
    best = max(fits.values(), default=0.0)
    if best <= 0:
        return ""
    equal = [name for name, fit in fits.items() if fit == best]
    return min(equal, key=lambda name: (_distance_m(landmark, name, entities), name))


def _fit(landmark: Landmark, entity: Entity) -> float:
    """How well the names agree: the whole phrase counts most, then the noun, then a word of it."""
    said = _names(landmark)
    known = {_plain(word) for word in (*entity.words, entity.type)}
    scores = [weight for weight, phrase in said if phrase in known]
    scores += [0.5 for name in known if len(name) > 3 and _plain(landmark.kind).endswith(name)]  # "sunglasses"
    return max(scores, default=0.0)


def _names(landmark: Landmark) -> list[tuple[float, str]]:
    """What the landmark may be called, with how much each name says."""
    head = landmark.kind
    whole = " ".join([landmark.material, landmark.colour, *landmark.attributes, head])
    short = " ".join([*landmark.attributes, head])
    names = [(3.0, whole), (2.8, short), (2.0, head), (1.0, " ".join(landmark.attributes))]
    names += [(2.5 - 0.1 * index, phrase) for index, phrase in enumerate(_tails(_own_words(landmark)))]
    names += [(1.9, synonym) for synonym in _synonyms(landmark.kind)]
    return [(weight, _plain(name)) for weight, name in names if name.strip()]


def _own_words(landmark: Landmark) -> str:
    """What was said of the thing itself, without what it is near."""
    others = [other.words for relation in landmark.relations for other in relation.others if other.words]
    return landmark.words.split(others[0])[0] if others else landmark.words


def _tails(words: str) -> Iterator[str]:
    """The phrase, then ever fewer of its first words."""
    parts = words.split()
    yield from (" ".join(parts[start:]) for start in range(len(parts)))


def _synonyms(kind: str) -> list[str]:
    return lexicon().phrases(kind)


def _plain(words: str) -> str:
    """Lower case, one word, singular: "Washing_machine" and "washing machines" agree."""
    word = words.lower().translate(JOINTS)
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _distance_m(landmark: Landmark, name: str, entities: Mapping[str, Entity]) -> float:
    """How far the entity is from what the landmark is said to be near."""
    others = [ground(other, entities) for relation in landmark.relations for other in relation.others]
    if name in others:  # nothing is near itself
        return math.inf
    me = entities[name]
    known = [entities[other] for other in others if other]
    return sum(math.hypot(me.x_m - other.x_m, me.y_m - other.y_m) for other in known)
