from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from language.speech.button import ButtonNode
from language.speech.pins import ButtonPin, LightPin
from language.speech.signal import SignalNode, Tone, tone
from robot import topics
from robot.gpio import CHIP
from robot.parts import PartBusy, PartError, PartMissing
from robot.speech import Listening


class Board:
    """What RPi.GPIO does, for one pin of each kind: contacts that bounce, a light that is seen."""

    IN, OUT, PUD_UP, LOW = 1, 0, 22, 0

    def __init__(self, fails: type[Exception] | None = None, says: str = "the channel sent is invalid") -> None:
        self.levels: dict[int, int] = {}
        self.calls: list[tuple[Any, ...]] = []
        self._fails, self._says = fails, says

    def setup(self, pin: int, direction: int, pull_up_down: int | None = None, initial: int | None = None) -> None:
        if self._fails:
            raise self._fails(self._says)
        self.calls.append(("setup", pin, direction))
        assert (pull_up_down == self.PUD_UP) == (direction == self.IN)
        self.levels[pin] = 1 if direction == self.IN else int(initial or 0)

    def input(self, pin: int) -> int:
        return self.levels[pin]

    def output(self, pin: int, level: int) -> None:
        self.levels[pin] = level

    def cleanup(self, pin: int) -> None:
        self.calls.append(("cleanup", pin))


def test_a_held_button_says_down_and_up_once_and_bounces_are_nothing(bench: Any) -> None:
    board = Board()
    node = ButtonNode(ButtonNode.Config(pin=4), ButtonPin(4, board))
    node.wire(bench)
    bench.listen(topics.BUTTON)
    for number, level in enumerate([1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1]):
        board.levels[4] = level
        bench.tick(number)
    assert [(talk.button, talk.t_ns) for talk in bench.heard(topics.BUTTON)] == [("down", 5), ("up", 12)]
    node.close()
    assert board.calls == [("setup", 4, board.IN), ("cleanup", 4)]


def test_a_pin_that_cannot_be_had_is_told() -> None:
    with pytest.raises(PartError, match=r"GPIO99 can't be used: the channel sent is invalid"):
        ButtonPin(99, Board(ValueError))
    with pytest.raises(PartBusy, match="GPIO5 is in use"):
        LightPin(5, Board(RuntimeError, "GPIO busy"))


@pytest.mark.skipif(Path(CHIP).exists(), reason="this computer has pins")
def test_without_a_board_it_says_what_to_do() -> None:
    with pytest.raises(PartMissing, match=r"--sim|pip install"):
        ButtonNode(ButtonNode.Config())


def listening(state: Any, addressed: bool) -> Listening:
    return Listening(t_ns=0, state=state, addressed=addressed)


def test_the_light_is_on_while_the_car_listens_to_you(bench: Any) -> None:
    board, seen = Board(), []
    node = SignalNode(SignalNode.Config(), (LightPin(6, board),))
    node.wire(bench)
    for state, addressed in (("waiting", False), ("hearing", False), ("hearing", True), ("hearing", True), ("off", False)):
        bench.say(topics.LISTENING, listening(state, addressed))
        seen.append(board.levels[6])
    assert seen == [0, 0, 1, 1, 0]
    bench.say(topics.LISTENING, listening("hearing", True))
    node.close()
    assert board.levels[6] == 0, "whatever happens, no light is left on"


class Count:
    def __init__(self) -> None:
        self.shown: list[bool] = []

    def show(self, on: bool) -> None:
        self.shown.append(on)

    def close(self) -> None: ...


def test_a_sign_is_told_of_changes_only(bench: Any) -> None:
    sign = Count()
    SignalNode(SignalNode.Config(), (sign,)).wire(bench)
    for addressed in (False, True, True, False, True):
        bench.say(topics.LISTENING, listening("hearing", addressed))
    assert sign.shown == [True, False, True]


def test_the_tone_does_not_click_and_a_missing_player_is_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = tone()
    assert abs(int(sound[0])) < 50 and abs(int(sound[-1])) < 100 and int(abs(sound).max()) > 2000
    monkeypatch.setattr("shutil.which", lambda program: None)
    silent = Tone()
    silent.show(True)
    silent.close()
