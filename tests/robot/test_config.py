"""Launch files: what is wrong is named with its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from robot.config import LAUNCH_FOLDER, ConfigError, load, node_entries
from robot.node import Node, NodeConfig

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


class Leader(Node):
    class Config(NodeConfig, frozen=True):
        model: str = ""
        rate: float = 1.0


class Follower(Node):
    follows = {"first": ("model",)}  # noqa: RUF012 - a test's

    class Config(NodeConfig, frozen=True):
        model: str = ""
        rate: float = 1.0


def followed(folder: Path, *change: str) -> tuple[str, float]:
    """The settings of a node that follows another, which comes after it in the file."""
    nodes = [f'nodes.{name}.node="{__name__}:{node}"' for name, node in (("second", "Follower"), ("first", "Leader"))]
    entries = {entry.name: entry.config for entry in node_entries(load(write(folder, GOOD), [*nodes, *change]))}
    second = entries["second"]
    assert isinstance(second, Follower.Config)
    return second.model, second.rate


def test_a_node_takes_over_the_settings_that_are_another_s(tmp_path: Path) -> None:
    assert followed(tmp_path) == ("", 1.0)
    assert followed(tmp_path, "nodes.first.model=kestrel", "nodes.first.rate=2") == ("kestrel", 1.0)
    assert followed(tmp_path, "nodes.first.model=kestrel", "nodes.second.model=kestrel") == ("kestrel", 1.0)
    with pytest.raises(ConfigError, match=r"'kestrel' here and ''.*`\$\.nodes\.second\.model`; leave it out"):
        followed(tmp_path, "nodes.second.model=kestrel")


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
