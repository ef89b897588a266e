from __future__ import annotations

import math
from pathlib import Path

import cv2
import msgspec
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot import picture
from robot.ink import ACCENT, GOOD, INK, PAPER, Canvas, along
from robot.messages import Grid
from robot.plan_view import TIME
from robot.scenery import Box, Drive, Floor, Scenery, Shot, SpokenWord, Thing, Utterance, Wall, Waypoint, at
from robot.sound_picture import SOUND
from robot.view import Area, fit

AREA = Area(100, 50, 900, 450)
CHAIR = Thing(x_m=2.5, y_m=1.0, length_m=0.5, width_m=0.5, heading_rad=0.3, label="chair", colour=(200, 60, 50), goal=True)
ROOM = Scenery(
    floors=(Floor(corners=((0, 0), (4, 0), (4, 3), (0, 3)), name="study"),),
    walls=(Wall(start=(0, 0), end=(4, 0)), Wall(start=(4, 0), end=(4, 3)), Wall(start=(0, 3), end=(1, 3))),
    things=(CHAIR,),
)
PATH = tuple(Waypoint(i * 0.1, 0.5 + i * 0.02, 1.5, 0.0) for i in range(60))
FRAME = np.full((240, 320, 3), 120, np.uint8)
DRIVE = Drive(title="go to the chair", success=True, result="I am beside the chair", scenery=ROOM, path=PATH, seen=PATH[10])


def shot(t_s: float, goal: bool = False) -> Shot:
    return Shot(t_s=t_s, image=FRAME, boxes=(Box(corners=(40, 60, 90, 160), label="chair 0.9", goal=goal),))


def count(image: npt.NDArray[np.uint8], colour: tuple[int, int, int]) -> int:
    return int(np.all(np.abs(image.astype(int) - colour) <= 6, axis=-1).sum())


def test_the_picture_shows_floor_walls_goal_path_and_frames() -> None:
    image = picture.draw(msgspec.structs.replace(DRIVE, shots=(shot(0.0), shot(3.0, goal=True))))
    assert image.shape == (1100, 1600, 3)
    assert count(image, INK) > 5_000
    assert count(image, ACCENT) > 300
    assert count(image, TIME[0]) > 20
    assert count(image, TIME[-1]) > 20
    assert count(image, (120, 120, 120)) > 60_000


def test_a_spoken_instruction_is_drawn_above_the_way() -> None:
    samples = (3000 * np.sin(np.arange(16000) / 9)).astype(np.int16)
    word = SpokenWord(text="go", start_s=0.2, end_s=0.8, confidence=1.0)
    spoken = picture.draw(msgspec.structs.replace(DRIVE, utterance=Utterance(start_s=0.0, samples=samples, words=(word,))))
    typed = picture.draw(DRIVE)
    assert spoken.shape == (1100 + picture.SOUND_PX, 1600, 3)
    assert count(spoken[118:240], SOUND) > 20_000
    assert count(typed, SOUND) < 2_000
    assert np.array_equal(spoken[:110], typed[:110])


def test_without_a_goal_nothing_is_red() -> None:
    things = (msgspec.structs.replace(CHAIR, goal=False, colour=(60, 60, 200)),)
    drive = msgspec.structs.replace(DRIVE, seen=None, scenery=msgspec.structs.replace(ROOM, things=things))
    assert count(picture.draw(drive), ACCENT) == 0


def test_success_is_a_green_tick_and_failure_a_red_cross() -> None:
    def mark(success: bool) -> npt.NDArray[np.uint8]:
        drive = msgspec.structs.replace(DRIVE, success=success, result="")
        return picture.draw(drive)[80:100, 38:60]

    assert count(mark(True), GOOD) > 20 > count(mark(True), ACCENT)
    assert count(mark(False), ACCENT) > 20 > count(mark(False), GOOD)


def test_it_is_written_as_png(tmp_path: Path) -> None:
    picture.write(DRIVE, tmp_path / "drive.png")
    read = cv2.imread(str(tmp_path / "drive.png"))
    assert read is not None
    assert np.array_equal(read[..., ::-1], picture.draw(DRIVE))


def test_the_same_drive_gives_the_same_picture() -> None:
    assert np.array_equal(picture.draw(DRIVE), picture.draw(DRIVE))


@pytest.mark.parametrize(
    "drive",
    [
        Drive(title="", success=False, result="", scenery=Scenery(), path=()),
        msgspec.structs.replace(DRIVE, path=PATH[:1]),
        msgspec.structs.replace(DRIVE, title="go " * 4000, result="no " * 4000, details="x\n\x1b" * 900),
        msgspec.structs.replace(DRIVE, title="Fahr zum Stuhl – 走 🙂"),
    ],
)
def test_odd_drives_are_drawn_too(drive: Drive) -> None:
    assert picture.draw(drive).shape == (1100, 1600, 3)


def test_a_cars_own_map_is_drawn_where_it_lies() -> None:
    log_odds = np.zeros((40, 60), np.float32)
    log_odds[0, :] = 5.0  # a wall along the lower edge
    log_odds[1:, :] = -5.0
    grid = Grid(t_ns=0, log_odds=log_odds, origin_x_m=0.0, origin_y_m=0.0, cell_m=0.05)
    image = picture.draw(Drive(title="", success=True, result="", scenery=Scenery(grid=grid), path=()))
    dark_rows = np.nonzero(np.all(np.abs(image[120:1000].astype(int) - INK) < 12, axis=-1).sum(axis=1) > 400)[0]
    light = np.all(image[120:1000] > 252, axis=-1).sum(axis=1) > 400
    assert len(dark_rows) > 5
    assert light[dark_rows.min() - 20]
    assert not light[dark_rows.max() + 5]


def test_boxes_are_drawn_around_what_they_mean() -> None:
    canvas = Canvas(320, 240)
    picture.draw_shot(canvas, shot(0.0, goal=True), 0, 0, 320, 240)
    rows, columns = np.nonzero(np.all(np.abs(canvas.image().astype(int) - ACCENT) < 25, axis=-1))
    assert (columns.min(), rows.max()) == (pytest.approx(40, abs=2), pytest.approx(160, abs=2))


def test_chosen_shots_hold_first_last_and_first_sight() -> None:
    shots = [shot(float(t), goal=t >= 23) for t in range(50)]
    times = [s.t_s for s in picture.choose(shots)]
    assert len(times) == 6
    assert times == sorted(times)
    assert {0.0, 23.0, 49.0} <= set(times)


@given(st.integers(0, 40), st.integers(0, 40))
def test_any_number_of_shots_can_be_chosen_from(number: int, sight: int) -> None:
    shots = [shot(float(t), goal=t == sight) for t in range(number)]
    chosen = picture.choose(shots)
    assert len(chosen) == min(number, 6)
    assert sight >= number or any(box.goal for one in chosen for box in one.boxes)


metres = st.floats(-30, 30)


@given(st.lists(st.tuples(metres, metres), min_size=1, max_size=20), st.booleans())
def test_every_point_falls_into_the_area(points: list[tuple[float, float]], may_turn: bool) -> None:
    view = fit(AREA, points, may_turn)
    for point in points:
        x, y = view(point)
        assert AREA.left - 1e-6 <= x <= AREA.right + 1e-6
        assert AREA.top - 1e-6 <= y <= AREA.bottom + 1e-6


@given(st.floats(-math.pi, math.pi), st.booleans())
def test_headings_turn_with_the_view(heading: float, tall: bool) -> None:
    view = fit(AREA, [(0, 0), (2, 20) if tall else (20, 2)])
    here, there = view((1, 1)), view((1 + math.cos(heading), 1 + math.sin(heading)))
    moved = ((there[0] - here[0]) / view.scale, (there[1] - here[1]) / view.scale)
    assert moved == pytest.approx(view.heading(heading), abs=1e-9)
    assert view.turned == tall


def test_a_waypoint_is_found_by_its_time() -> None:
    assert at(PATH, 0.95) == PATH[10]
    assert at(PATH, 99.0) == PATH[-1]
    assert at((), 1.0) is None


def test_fitted_words_fit() -> None:
    canvas = Canvas(10, 10)
    fitted = canvas.fitted("stop by the red chair" * 20, 200)
    assert fitted.endswith("…")
    assert canvas.text_width(fitted) <= 200
    assert canvas.fitted("short", 200) == "short"


def test_a_canvas_is_paper_at_first() -> None:
    assert np.all(Canvas(8, 6).image() == PAPER)


def test_a_scale_of_colours() -> None:
    assert along(TIME, -1.0) == along(TIME, 0.0) == TIME[0]
    assert along(TIME, 1.0) == TIME[-1]
