from __future__ import annotations

import json
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from robot.receipt import WIDTH, Receipt, render, write

FULL = Receipt(
    success=True,
    reason="I am beside the red chair",
    instruction="go to the red chair",
    understood="go to the red chair",
    said=("I am looking for the red chair.", "I am beside the red chair."),
    goal_distance_m=0.31,
    path_length_m=4.82,
    shortest_path_m=3.9,
    duration_s=21.44,
    collisions=0,
    energy_mah=2.04,
    realtime_factor=4.3,
    world="home",
    seed=7,
    board="rpi4",
    latency="modelled compute latency 6.1× laptop; camera to decision 212 ms",
    trace_sha256="ab" * 32,
    folder="runs/20260101-120000-go-to-the-red-chair",
)
# What scripts rely on.
PROMISED = {
    "success", "reason", "goal_distance_m", "path_length_m", "shortest_path_m", "duration_s", "collisions", "energy_mah",
    "realtime_factor", "trace_sha256", "seed", "world", "board",
}  # fmt: skip


def test_the_file_has_every_promised_field(tmp_path: Path) -> None:
    write(Receipt(success=False, reason="no such thing"), tmp_path / "new" / "receipt.json")
    written = json.loads((tmp_path / "new" / "receipt.json").read_text())
    assert written.keys() >= PROMISED
    assert written["goal_distance_m"] is None


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    write(FULL, tmp_path / "receipt.json")
    assert msgspec.json.decode((tmp_path / "receipt.json").read_bytes(), type=Receipt) == FULL
    assert [path.name for path in tmp_path.iterdir()] == ["receipt.json"]


def test_the_terminal_receipt_is_short_and_plain() -> None:
    text = render(FULL)
    assert len(text.splitlines()) <= 12
    assert "\x1b" not in text
    for expected in ("✓ done", "go to the red chair", "4.8 m", "0.31 m", "no collisions", "2.0 mAh", "rpi4", "seed 7"):
        assert expected in text


def test_colour_only_where_asked() -> None:
    assert "\x1b[1;32m" in render(FULL, colour=True)


def test_what_is_unknown_is_left_out() -> None:
    text = render(Receipt(success=False, reason="stopped by Ctrl-C"))
    assert text.splitlines()[1] == "✗ not done · stopped by Ctrl-C"
    assert "None" not in text
    assert "goal" not in text


def test_the_folder_is_never_cut() -> None:
    folder = "/a/very/long/path" * 8
    assert folder in render(Receipt(success=False, reason="", folder=folder))


def test_words_can_not_steer_the_terminal() -> None:
    assert "\x1b" not in render(Receipt(success=False, reason="\x1b[2Jgone", instruction="\x1b]0;title\x07"))


@given(st.text(max_size=20_000), st.text(max_size=2_000))
def test_any_words_fit(words: str, reason: str) -> None:
    text = render(msgspec.structs.replace(FULL, instruction=words, said=(words,), reason=reason))
    assert len(text.split("\n")) <= 12
    assert all(len(line) <= WIDTH for line in text.split("\n"))
