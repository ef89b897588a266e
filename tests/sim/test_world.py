from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from robot.sim.__main__ import main
from robot.sim.shapes import footprint_of
from robot.sim.world import World, WorldError, dump, load
from tests.sim.homes import SEEDS, home


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dumped_world_comes_back_exactly(seed: int, tmp_path: Path) -> None:
    dump(home(seed), tmp_path / "home.yaml")
    assert load(tmp_path / "home.yaml") == home(seed)


def test_an_edited_world_is_replayed_as_edited(tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    dump(home(), path)
    tree = yaml.safe_load(path.read_text())
    tree["things"][0]["colour"] = "purple"
    path.write_text(yaml.safe_dump(tree))
    assert load(path).things[0] == msgspec.structs.replace(home().things[0], colour="purple")


def _set(*keys: Any) -> Callable[[Any], None]:
    *way, last, value = keys

    def change(tree: Any) -> None:
        for key in way:
            tree = tree[key]
        tree[last] = value
    return change


MISTAKES: list[tuple[Callable[[Any], None], list[str]]] = [
    (_set("things", 3, "kind", "chiar"), ["things[3]", "'chiar'", "did you mean 'chair'"]),
    (_set("things", 3, "colour", "purpel"), ["things[3]", "'purpel'", "did you mean 'purple'"]),
    (_set("things", 3, "size", "huge"), ["$.things[3].size", "'huge'"]),
    (_set("things", 3, "variant", 9999), ["things[3]", "9999", "variant"]),
    (_set("things", 3, "x_m", "left"), ["$.things[3].x_m"]),
    (_set("things", 3, "x_metres", 2.0), ["x_metres", "$.things[3]"]),
    (_set("things", 3, "x_m", -50.0), ["things[3]", "outside every room", "hall x"]),
    (_set("rooms", 0, "floor", "family", "lava"), ["rooms[0]", "'lava'"]),
    (_set("rooms", 0, "floor", "colour", [1, 2, 300]), ["rooms[0]", "from 0 to 255"]),
    (_set("rooms", 1, "name", "hall"), ["rooms", "'hall' is used 2 times"]),
    (_set("walls", 0, "openings", [{"at_m": 0.1, "width_m": 0.9}]), ["walls[0]", "leaves its wall"]),
    (_set("start", "x_m", 99.0), ["start", "outside every room"]),
    (_set("kind", "castle"), ["$.kind", "castle"]),
    (_set("rooms", []), ["at least one room"]),
    (_set("decor", 0, "colour", "gren"), ["decor[0]", "did you mean 'green'"]),
    (_set("decor", 0, "length_m", -1.0), ["decor[0]", "at least 0.1"]),
    (_set("walls", 2, "x0_m", float("nan")), ["$.walls[2].x0_m", "nan"]),
    (_set("rooms", 0, "rect", "x1_m", 1e9), ["$.rooms[0].rect.x1_m", "1000000000"]),
    (_set("walls", 2, "thickness_m", 0.0), ["walls[2]", "thickness_m"]),
    (_set("height_m", 0.0), ["height_m", "between 1 and 10"]),
    (_set("things", 3, "id", "car_body"), ["things[3]", "'car_body' is taken"]),
]


@pytest.mark.parametrize(("change", "words"), MISTAKES, ids=[words[0] + words[-1] for _, words in MISTAKES])
def test_mistakes_are_named_with_their_place(change: Callable[[Any], None], words: list[str], tmp_path: Path) -> None:
    tree = msgspec.to_builtins(home())
    change(tree)
    path = tmp_path / "home.yaml"
    path.write_text(yaml.safe_dump(tree))
    with pytest.raises(WorldError) as caught:
        load(path)
    assert all(word in str(caught.value) for word in [str(path), *words]), str(caught.value)


def _moved(world: World, index: int, x_m: float, y_m: float) -> World:
    things = list(world.things)
    things[index] = msgspec.structs.replace(things[index], x_m=x_m, y_m=y_m)
    return msgspec.structs.replace(world, things=tuple(things))


def test_a_thing_in_a_wall_or_in_another_is_named(tmp_path: Path) -> None:
    world, path = home(), tmp_path / "home.yaml"
    wall, other = world.walls[0], world.things[5]
    dump(_moved(world, 0, *wall.point(0.2)), path)
    with pytest.raises(WorldError, match=r"things\[0\].*overlaps walls\[0\]"):
        load(path)
    dump(_moved(world, 0, other.x_m, other.y_m), path)
    with pytest.raises(WorldError, match=rf"overlaps things\[0\]|things\[0\].*overlaps .*{other.id}"):
        load(path)


def test_a_start_in_the_furniture_is_named(tmp_path: Path) -> None:
    world, path = home(), tmp_path / "home.yaml"
    place = footprint_of(world.things[0])
    start = msgspec.structs.replace(world.start, x_m=place.x_m, y_m=place.y_m)
    dump(msgspec.structs.replace(world, start=start), path)
    with pytest.raises(WorldError, match=f"would touch .*{world.things[0].id}"):
        load(path)


@pytest.mark.parametrize(("text", "words"), [("a: [1", "not a YAML file"), ("- 1", "Expected `object`"), ("", "object")])
def test_what_is_no_world_is_said_to_be_none(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    path.write_text(text)
    with pytest.raises(WorldError, match=words):
        load(path)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="--dump"):
        load(tmp_path / "none.yaml")


def test_the_command_writes_a_world(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "home.yaml"
    assert main(["--seed", "3", "--dump", str(path)]) == 0
    assert load(path) == home(3)
    assert "home-3" in capsys.readouterr().out
    path.write_text("nonsense: 1")
    assert main(["--world", str(path)]) == 2
    assert str(path) in capsys.readouterr().err
