from __future__ import annotations

import pytest

from language.__main__ import main


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["parse", "turn left and go to the red chair"], 0, "1. turn left 90°\n2. go to the red chair\n"),
        (["parse", "go", "to", "the", "zebra"], 0, "1. go to the zebra\n"),
        (["parse", "turn fifty degrees"], 1, "Turn which way, left or right?\n"),
        (
            ["parse", "turn fifty degrees", "-k", "2"],
            1,
            "Turn which way, left or right?\n52.5%  turn left 50°\n47.5%  turn right 50°\n",
        ),
        (["parse", "carry the chair"], 0, "I can't bring the chair: I have no arms.\n1. go to the chair\n"),
        (["parse", ""], 1, "You said nothing."),
        (["parse"], 2, ""),
        (["frobnicate", "x"], 2, ""),
    ],
)
def test_the_command_line(arguments: list[str], status: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == status
    assert capsys.readouterr().out.startswith(says)
