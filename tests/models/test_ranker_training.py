"""What the ranker is trained on: mishearings, habits and made-up sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from language.habits import Habits
from language.lexicon import lexicon
from language.parser import understand
from language.ranker import Ranker
from models.train.ranker.cases import from_commands, from_units
from models.train.ranker.examples import examples, parts
from models.train.ranker.habits import learn
from models.train.ranker.household import Household
from models.train.ranker.mishear import Mishear
from robot.program import Program

SAID = ["turn right ninety degrees . take a picture", "turn left ninety degrees", "move forward five feet", "take a photo"] * 4


def test_mishearings_are_repeatable_and_leave_pauses() -> None:
    text = " ".join(["turn right ninety degrees and take a picture"] * 40)
    mishear = Mishear(SAID, lexicon().words)
    first, second = (mishear(text, 0.25, np.random.default_rng(7)) for _ in range(2))
    assert first == second
    assert mishear(text, 0.0, np.random.default_rng(7)) == text
    assert set(first.split()) - set(text.split())
    assert mishear(". . .", 1.0, np.random.default_rng(7)) == ". . ."


def test_habits_are_what_was_said() -> None:
    learned = learn([*SAID, "take a picture"], lexicon())
    habits = Habits(learned.words, learned.costs)
    assert "turn" in habits.spoken
    assert habits.cost("ninety", "degrees") < 1.0 < habits.cost("ninety", "take")
    assert habits.cost("turn", "right") == pytest.approx(np.log(2), abs=0.3)
    assert "ninety degrees" in learned.pairs


def test_no_one_is_in_two_parts() -> None:
    dealt = parts(["c", "a", "b", "a", "d", "e"], 2)
    assert dealt == [["a", "c", "e"], ["b", "d"]]


def test_household_sentences_are_repeatable_and_mostly_understood() -> None:
    sentences = [list(Household(lexicon(), np.random.default_rng(3)).sentences(60)) for _ in range(2)]
    assert sentences[0] == sentences[1]
    assert sum(bool(understand(text, ranker=Ranker(None)).programs) for text in sentences[0]) > 40


def test_units_keep_the_commander_and_lose_the_noises(tmp_path: Path) -> None:
    path = tmp_path / "units.jsonl"
    path.write_text('{"id": "p9.07_main1:3", "commander": ["go to <pause .5> the door", "<laughter>", "Take a photo"]}\n')
    (case,) = from_units(path)
    assert (case.commander, case.text) == ("p9.07", "go to the door . take a photo")
    program = understand(case.text).program
    assert program is not None
    assert case.right(program)
    assert not case.right(Program(steps=program.steps[:1]))


def test_examples_have_right_and_wrong_candidates(tmp_path: Path) -> None:
    path = tmp_path / "commands.jsonl"
    gold = '[{"action": "turn", "direction": "right", "angle_deg": 90}]'
    path.write_text("".join(
        f'{{"id": "p{n}:1", "commander": "p{n}", "text": "turn right ninety degrees", "gold": {gold}}}\n' for n in range(40)
    ))
    found = list(examples(from_commands(path), seed=1))
    assert found
    for example in found:
        assert example.features.shape == (len(example.right), len(example.names))
        assert 0 < example.right.sum() < len(example.right)
