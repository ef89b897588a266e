from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from robot.sim.kinds import ALL_KINDS, COLOURS, KINDS, NOVELTIES, Shape, build
from robot.sim.kinds.decor import DECOR, door_frame
from robot.sim.mesh import merge
from robot.sim.splits import SPLITS, variants

VARIANTS = (0, 1, 2, 3, 50, 97, 128, 191)
SLACK_M = 0.002
DIGEST = """
from robot.sim.kinds import KINDS
from tests.sim.test_kinds import digest
print(digest())
"""


@cache
def shape(kind: str, variant: int) -> Shape:
    colours = ALL_KINDS[kind].colours
    return build(kind, colours[variant % len(colours)], variant)


def digest() -> str:
    """Of every array of one object of each kind."""
    whole = hashlib.sha256()
    for kind in ALL_KINDS:
        for part in shape(kind, 7).parts:
            whole.update(part.texture.key.encode())
            for array in (part.mesh.vertices, part.mesh.faces, part.mesh.uv, part.mesh.normals):
                whole.update(array.tobytes())
        whole.update(repr(shape(kind, 7).solids).encode())
    return whole.hexdigest()


def outline(built: Shape) -> tuple[np.ndarray, np.ndarray]:
    return merge(part.mesh for part in built.parts).bounds()


everything = pytest.mark.parametrize("kind", ALL_KINDS)


@everything
def test_an_object_stands_centred_on_the_floor(kind: str) -> None:
    for variant in VARIANTS:
        built = shape(kind, variant)
        low, high = outline(built)
        np.testing.assert_allclose(low, (-built.size_m[0] / 2, -built.size_m[1] / 2, 0), atol=1e-4)
        np.testing.assert_allclose(high, (built.size_m[0] / 2, built.size_m[1] / 2, built.size_m[2]), atol=1e-4)


@everything
def test_an_object_has_a_household_size(kind: str) -> None:
    for variant in VARIANTS:
        x, y, z = shape(kind, variant).size_m
        assert 0.05 < min(x, y) <= max(x, y) < 2.3
        assert 0.08 < z < 2.3


@everything
def test_an_object_is_cheap_to_draw(kind: str) -> None:
    for variant in VARIANTS:
        parts = shape(kind, variant).parts
        assert sum(len(part.mesh.faces) for part in parts) <= 1500
        assert len({part.texture for part in parts}) == len(parts) <= 6


@everything
def test_normals_are_of_length_one(kind: str) -> None:
    for part in shape(kind, 3).parts:
        np.testing.assert_allclose(np.linalg.norm(part.mesh.normals, axis=1), 1.0, atol=1e-5)


@everything
def test_solids_fill_a_part_of_the_bounding_box(kind: str) -> None:
    for variant in VARIANTS:
        built = shape(kind, variant)
        low, high = outline(built)
        assert 1 <= len(built.solids) <= 10
        for solid in built.solids:
            assert min(solid.half_m) > 0
            assert (np.subtract(solid.centre_m, solid.half_m) >= low - SLACK_M).all()
            assert (np.add(solid.centre_m, solid.half_m) <= high + SLACK_M).all()


@everything
def test_something_solid_is_as_low_as_the_car(kind: str) -> None:
    """A thing the car can't touch couldn't stop it, and one that floats would fall when it can be pushed."""
    for variant in VARIANTS:
        built = shape(kind, variant)
        lowest = min(solid.centre_m[2] - solid.half_m[2] for solid in built.solids)
        assert lowest < (0.006 if built.mass_kg else 0.1)


@everything
def test_variants_differ_in_shape(kind: str) -> None:
    sizes = {tuple(np.round(shape(kind, variant).size_m, 4)) for variant in VARIANTS}
    assert len(sizes) == len(VARIANTS)


@everything
def test_the_named_colour_is_on_it(kind: str) -> None:
    for colour in ALL_KINDS[kind].colours:
        worn = [part.texture.colour for part in build(kind, colour, 9).parts]
        assert min(np.abs(np.subtract(seen, COLOURS[colour])).max() for seen in worn) < 40, colour


@everything
def test_sizes_scale_the_whole_object(kind: str) -> None:
    colour = ALL_KINDS[kind].colours[0]
    small, large = build(kind, colour, 4, "small"), build(kind, colour, 4, "large")
    np.testing.assert_allclose(np.array(large.size_m) / small.size_m, 1.2 / 0.85, rtol=1e-3)
    assert (small.mass_kg is None) == (large.mass_kg is None)
    if small.mass_kg and large.mass_kg:
        assert small.mass_kg < large.mass_kg


@everything
def test_splits_share_no_texture_and_no_shape(kind: str) -> None:
    seen = {split: [build(kind, ALL_KINDS[kind].colours[0], variant) for variant in variants(split)[:96:8]]
            for split in SPLITS}
    for one, other in combinations(SPLITS, 2):
        for what in (lambda s: {part.texture.seed for part in s.parts}, lambda s: {s.size_m}):
            assert not set().union(*map(what, seen[one])) & set().union(*map(what, seen[other]))


def test_the_colour_does_not_change_the_shape() -> None:
    red, blue = build("chair", "red", 12), build("chair", "blue", 12)
    assert red.size_m == blue.size_m
    assert red.solids == blue.solids


def test_another_process_builds_the_same() -> None:
    result = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == digest()


def test_there_is_enough_to_find_in_every_room() -> None:
    assert len(KINDS) >= 34
    rooms = {room for kind in KINDS.values() for room in kind.rooms}
    assert rooms == {"living_room", "kitchen", "bedroom", "bathroom", "hall", "study", "office", "meeting_room"}
    for room in rooms:
        assert sum(room in kind.rooms for kind in KINDS.values()) >= 8
    assert all(set(kind.colours) <= set(COLOURS) for kind in KINDS.values())
    assert all(name == kind.name for name, kind in KINDS.items())


def test_no_generated_home_holds_a_novelty() -> None:
    assert len(NOVELTIES) == 5
    assert not set(NOVELTIES) & set(KINDS)
    assert all(not kind.rooms and set(kind.colours) <= set(COLOURS) for kind in NOVELTIES.values())
    assert all(name == kind.name for name, kind in NOVELTIES.items())


@pytest.mark.parametrize(
    ("wrong", "named"),
    [(("zebra", "red", 0), "zebra"), (("chair", "mauve", 0), "mauve"), (("chair", "red", 0, "huge"), "huge")],
)
def test_what_is_unknown_is_named(wrong: tuple[str, str, int], named: str) -> None:
    with pytest.raises(KeyError, match=named):
        build(*wrong)


def test_a_variant_of_no_split_is_refused() -> None:
    with pytest.raises(ValueError, match="768"):
        build("chair", "red", 768)


@pytest.mark.parametrize("name", DECOR)
def test_scenery_has_the_asked_measure(name: str) -> None:
    for variant in VARIANTS:
        built = DECOR[name](variant, "blue", 0.9, 0.6)
        low, high = outline(built)
        assert low[2] == pytest.approx(0.0, abs=1e-5)
        assert high[1] - low[1] == pytest.approx(0.9, abs=0.07)
        assert max(high[0] - low[0], high[2]) == pytest.approx(0.6, abs=0.01)


def test_a_door_frame_leaves_the_opening_free() -> None:
    frame = door_frame(3, "white", 0.9, 2.0, 0.1)
    for solid in frame.solids:
        assert abs(solid.centre_m[1]) - solid.half_m[1] == pytest.approx(0.41)
