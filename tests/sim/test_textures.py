from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from robot.sim.textures import FAMILIES, FLOORS, WALLS, Texture, render

DIGEST = """
import hashlib
from robot.sim.textures import FAMILIES, Texture, render
whole = hashlib.sha256()
for family in sorted(FAMILIES):
    whole.update(render(Texture(family, (150, 90, 60), 3)).tobytes())
print(whole.hexdigest())
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_paints_a_picture_that_repeats_and_differs_with_the_seed(family: str) -> None:
    picture = render(Texture(family, (150, 90, 60), 1))
    assert picture.shape == (256, 256, 3)
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(picture, render(Texture(family, (150, 90, 60), 1)))
    others = [render(Texture(family, (150, 90, 60), seed)) for seed in (2, 3, 4)]
    assert any(not np.array_equal(picture, other) for other in others)


PICTURES = {"books", "painting", "screen", "label", "keys", "dial", "view", "flowered", "bands", "patched", "rug"}


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - PICTURES))
@pytest.mark.parametrize("colour", [(190, 40, 40), (50, 90, 170)])
def test_a_surface_shows_its_colour(family: str, colour: tuple[int, int, int]) -> None:
    mean = render(Texture(family, colour, 5)).reshape(-1, 3).mean(axis=0)
    assert int(np.argmax(mean)) == int(np.argmax(colour))


def test_another_process_paints_the_same() -> None:
    whole = hashlib.sha256()
    for family in sorted(FAMILIES):
        whole.update(render(Texture(family, (150, 90, 60), 3)).tobytes())
    result = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == whole.hexdigest()


def test_floors_and_walls_name_families() -> None:
    assert set(FLOORS) | set(WALLS) <= set(FAMILIES)
    assert len(FAMILIES) >= 25


def test_a_key_is_fit_for_a_file_name_and_tells_recipes_apart() -> None:
    told_apart = [("wood", (1, 2, 3), 4), ("wood", (1, 2, 3), 5), ("wood", (1, 2, 4), 4), ("brick", (1, 2, 3), 4)]
    recipes = [Texture(*recipe) for recipe in told_apart]
    keys = {recipe.key for recipe in recipes}
    assert len(keys) == len(recipes)
    assert "wood-010203-4" in keys
    assert len({*recipes, Texture("wood", (1, 2, 3), 4)}) == len(recipes)


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(KeyError, match="velvet"):
        render(Texture("velvet", (0, 0, 0), 0))
