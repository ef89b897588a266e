"""What the car can't carry out whatever happens: said at once, instead of driving off and failing later."""

from __future__ import annotations

from collections.abc import Iterator

from robot.places import can_be_told
from robot.program import Face, Find, Follow, Goto, If, Landmark, Program, Remember, Repeat, Step, Teach, Turn


def why_not(program: Program, kinds: frozenset[str]) -> str:
    """The sentence that says what can't be done, "" where everything can be tried.

    `kinds` are the things that the car's eyes know, and the places that it was told to remember.
    """
    return next(_complaints(program.steps, kinds), "")


def _complaints(steps: tuple[Step, ...], kinds: frozenset[str]) -> Iterator[str]:
    for step in steps:
        match step:
            case Turn() if step.heading:
                yield f"I have no compass, so I don't know where {step.heading} is. Say left or right."
            case Goto() | Find() | Face() | Follow():
                yield from _unseen(step.landmark, kinds)
            case Teach(name=name):
                kinds |= {name, name.split(" ", 1)[-1]}  # "my mug" is a mug
            case Remember(name=name):
                kinds |= {name}
            case Repeat():
                yield from _complaints(step.steps, kinds)
            case If():
                yield from _complaints((*step.steps, *step.otherwise), kinds)


def _unseen(landmark: Landmark, kinds: frozenset[str]) -> Iterator[str]:
    """A spot is as good as what it is beside."""
    if landmark.kind == "place" and landmark.relations:
        for relation in landmark.relations:
            for other in relation.others:
                yield from _unseen(other, kinds)
    elif landmark.kind == "me":
        yield "I can't tell where you are. Name a thing near you."
    elif not can_be_told(landmark) and landmark.kind not in kinds and landmark.words not in kinds:
        yield f"I don't know what {_looks(landmark.kind)}."


def _looks(noun: str) -> str:
    """ "a zebra looks like", "keys look like"."""
    if noun.endswith("s") and not noun.endswith(("ss", "us")):
        return f"{noun} look like"
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun} looks like"
