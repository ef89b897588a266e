"""Launch files: what is wrong is named with its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from robot.config import LAUNCH_FOLDER, ConfigError, load, node_entries

GOOD = """
name: test
car: {driver: simulated, world: office, seed: 3}
nodes:
  opening: {node: "robot.opening:OpeningNode", text: hello}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "test.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read_and_overridden(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    launch = load(path, ["car.seed=12", "nodes.opening.after_s=0.25", "board=rpi4"])
    assert launch.car == {"driver": "simulated", "world": "office", "seed": 12} and launch.board == "rpi4"
    [entry] = node_entries(launch)
    assert entry.name == "opening" and entry.config.after_s == 0.25  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((), None),
        (("car=3",), r"Expected `object`.*`\$\.car`"),
        (("max_time_s=long",), r"Expected `float`.*`\$\.max_time_s`"),
        (("board=pi9",), r"pi9.*`\$\.board`.*rpi4"),
        (("nodes.opening.txt=1",), r"unknown field `txt`.*`\$\.nodes\.opening`.*text, after_s"),
        (("nodes.other.node=robot.opening:Nothing",), r"Nothing.*`\$\.nodes\.other\.node`"),
        (("nodes.other.node=robot.clock:SystemClock",), r"is not a node.*`\$\.nodes\.other\.node`"),
        (("nodes.other.rate=3",), r"no class.*`\$\.nodes\.other\.node`"),
        (("seed",), r"must look like"),
        (("car.seed.x=3",), r"`car.seed` is a value"),
        (("a=[",), r"not valid YAML"),
    ],
)
def test_overrides_and_their_errors(tmp_path: Path, change: tuple[str, ...], said: str | None) -> None:
    path = write(tmp_path, GOOD)
    if said is None:
        assert node_entries(load(path, change))
        return
    with pytest.raises(ConfigError, match=said):
        node_entries(load(path, change))


@pytest.mark.parametrize(
    ("text", "said"),
    [("[1, 2]", "mapping"), ("a: [", "not valid YAML"), ("name: x", "missing required field"), ("\x00", "YAML")],
)
def test_malformed_files(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load(write(tmp_path, text))


def test_a_missing_file_names_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("path", sorted(LAUNCH_FOLDER.glob("*.yaml")), ids=lambda path: path.name)
def test_every_shipped_launch_file_loads(path: Path) -> None:
    assert node_entries(load(path))
