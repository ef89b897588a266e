"""Route language end to end: sentences of our own, followed in a small town of halls."""

from __future__ import annotations

import pytest

from language.evaluate.sail_map import Pose
from tests.town import EAST, NORTH, SOUTH, WEST, follow

START: Pose = (0, 0, EAST)
ROUTES: list[tuple[str, Pose, Pose]] = [
    # counts and ends
    ("walk forward two alleys", START, (2, 0, EAST)),
    ("go twice", START, (2, 0, EAST)),
    ("keep on to the end of the hall", START, (3, 0, EAST)),
    ("go straight to the corner", START, (3, 0, EAST)),
    ("move three or four segments", START, (3, 0, EAST)),
    # floors, walls and things as landmarks
    ("walk until you reach the blue hallway", START, (2, 0, EAST)),
    ("go to the intersection with the grassy path", START, (1, 0, EAST)),
    ("move until you see the easel on your right", START, (1, 0, EAST)),
    ("go one block past the grass", START, (2, 0, EAST)),
    ("walk down the brick alley to where the brick meets the blue", START, (2, 0, EAST)),
    ("follow the grass to the easel", (1, 0, EAST), (1, 2, SOUTH)),
    # turns, here and where they can be made
    ("turn around", START, (0, 0, WEST)),
    ("take the first left", START, (2, 0, NORTH)),
    ("take a left onto the blue floor", START, (2, 0, NORTH)),
    ("turn right at the grassy hall", START, (1, 0, SOUTH)),
    ("when the hall ends, go right", START, (3, 0, SOUTH)),
    ("take the first alley on your right", START, (1, 0, SOUTH)),
    ("turn and walk to the sofa", (3, 0, EAST), (3, 1, SOUTH)),
    # standing
    ("face the lamp", (2, 0, EAST), (2, 0, NORTH)),
    ("place your back to the lamp", (2, 0, NORTH), (2, 0, SOUTH)),
    ("turn so that you have the wall on your left", (1, 0, SOUTH), (1, 0, EAST)),
    ("with your back to the blue hall turn left", (2, 0, EAST), (2, 0, EAST)),
    ("face the butterfly hallway", (1, 0, EAST), (1, 0, SOUTH)),
    ("look away from the easel", (1, 1, SOUTH), (1, 1, NORTH)),
    ("go towards the sofa", (3, 0, EAST), (3, 0, SOUTH)),
    # what is said of a place, not to do
    ("there is a lamp to your left", (2, 0, EAST), (2, 0, EAST)),
    ("you should be facing the brick hall", START, START),
    ("this is position five", START, START),
    # a goal told as a fact
    ("position two is at the easel", (1, 0, SOUTH), (1, 2, SOUTH)),
    ("position two is where the sofa stands", (0, 0, EAST), (3, 1, SOUTH)),
    ("2 is one block past the grass", START, (2, 0, EAST)),
]


@pytest.mark.parametrize(("text", "start", "end"), ROUTES)
def test_sentences_lead_where_they_say(text: str, start: Pose, end: Pose) -> None:
    assert follow(text, start) == end


@pytest.mark.parametrize(
    "text",
    [
        "wlak forward two alleys",
        "well okay just go forward two more alleys please",
        "FORWARD, TWO ALLEYS!!",
        "forward two segmnets",
    ],
)
def test_slips_and_glue_change_nothing(text: str) -> None:
    assert follow(text, START) == (2, 0, EAST)


@pytest.mark.parametrize(
    "text", ["", "   ", "…", "left left right until until the", "of of with with and and", "7 7 7", "ÄÖ 猫 🚗"]
)
def test_nonsense_is_survived(text: str) -> None:
    assert follow(text, START)[:2] in {(0, 0), (1, 0), (2, 0), (3, 0), (3, 1), (3, 2)}
