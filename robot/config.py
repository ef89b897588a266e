"""Launch files: YAML, checked against typed structs, with `--set a.b=c` on top.

A launch file says who runs (`nodes`, each a class and its settings) and on which car (`car`). An unknown key, a wrong type or
a missing file is a `ConfigError` that names the path in the file and what is allowed there.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

import msgspec

from robot.boards import BOARDS
from robot.calibration import Calibration, read, settings
from robot.errors import SetupError
from robot.node import Node, NodeConfig

T = TypeVar("T", bound=msgspec.Struct)

LAUNCH_FOLDER = Path(__file__).resolve().parent.parent / "launch"


class ConfigError(SetupError, ValueError):
    """The launch file or a `--set` is wrong; the text says what, where, and what would be right."""


class LaunchFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of running.

    `nodes` maps a name to `{node: "module:Class", setting: value, …}`; those in `speech` run only where it is spoken to, those
    in `terminal` only where a person sits at one. `car` is `{driver: name, setting: value, …}` and is
    checked by whoever builds that car.
    """

    name: str
    car: dict[str, Any]
    nodes: dict[str, dict[str, Any]]
    speech: dict[str, dict[str, Any]] = {}
    terminal: dict[str, dict[str, Any]] = {}
    calibration: str = ""
    """The car's calibration file (robot/calibration.py), from which nodes take over what this file doesn't say; "" is none."""
    board: str = "laptop"
    max_time_s: float = 450.0


class NodeEntry(NamedTuple):
    """A node that will run: its class and its checked settings."""

    name: str
    node: type[Node]
    config: NodeConfig


def load(path: Path, overrides: Sequence[str] = ()) -> LaunchFile:
    """Read a launch file and apply `a.b=c` overrides. Raises ConfigError."""
    tree = read_yaml(path)
    for override in overrides:
        apply_override(tree, override)
    try:
        launch = msgspec.convert(tree, LaunchFile)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}") from None
    if launch.board not in BOARDS:
        raise ConfigError(f"{path}: no board is called {launch.board!r} - at `$.board`; there are {', '.join(BOARDS)}")
    return launch


def read_yaml(path: Path) -> dict[str, Any]:
    """The file's top-level mapping."""
    import yaml

    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(str(file) for file in LAUNCH_FOLDER.glob("*.yaml")))
        raise ConfigError(f"{path}: there is no such file; the launch files here are {known}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: can't be read: {error}") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: is not valid YAML: {_one_line(error)}") from None
    if not isinstance(tree, dict):
        raise ConfigError(f"{path}: must be a mapping of settings, not {type(tree).__name__}")
    return tree


def apply_override(tree: dict[str, Any], override: str) -> None:
    """Set `a.b.c=value` in the tree; the value is YAML (`0.3`, `true`, `[1, 2]`, `text`)."""
    import yaml

    path, separator, text = override.partition("=")
    keys = path.strip().split(".")
    if not separator or not all(keys):
        raise ConfigError(f"--set {override}: must look like nodes.safety.max_speed_mps=0.2")
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"--set {override}: the value is not valid YAML: {_one_line(error)}") from None
    branch: Any = tree
    for depth, key in enumerate(keys[:-1]):
        branch = branch.setdefault(key, {})
        if not isinstance(branch, dict):
            raise ConfigError(f"--set {override}: `{'.'.join(keys[: depth + 1])}` is a value, nothing is inside it")
    branch[keys[-1]] = value


def node_entries(launch: LaunchFile, terminal: bool = False, speech: bool = False) -> list[NodeEntry]:
    """The class and settings of every node, with those in `speech` and `terminal` if asked.

    ConfigError has the path of what is wrong.
    """
    known = settings(calibration_of(launch))
    parts = {"nodes": (launch.nodes, True), "speech": (launch.speech, speech), "terminal": (launch.terminal, terminal)}
    entries: list[NodeEntry] = []
    for part, (nodes, wanted) in parts.items():
        found = [_entry(name, values, f"$.{part}.{name}", known) for name, values in nodes.items()]
        found = [_following(entry, entries + found, nodes[entry.name].keys(), f"$.{part}.{entry.name}") for entry in found]
        entries += found if wanted else []
    return entries


def _following(entry: NodeEntry, entries: Sequence[NodeEntry], given: Collection[str], where: str) -> NodeEntry:
    """The node with the settings that are another's (`Node.follows`). ConfigError where the file gives it others."""
    leaders = {leader.name: leader.config for leader in entries}
    taken = {setting: getattr(leaders[name], setting)
             for name, settings in entry.node.follows.items() if name in leaders for setting in settings}
    for setting, value in taken.items():
        own = getattr(entry.config, setting)
        if setting in given and own != value:
            raise ConfigError(f"{own!r} here and {value!r} for the node that it goes with - at "
                              f"`{where}.{setting}`; leave it out, it is taken over")
    return entry._replace(config=msgspec.structs.replace(entry.config, **taken))


def calibration_of(launch: LaunchFile) -> Calibration:
    """What was measured of this car; nothing where the launch file names no calibration. Raises CalibrationError."""
    return read(Path(launch.calibration)) if launch.calibration else Calibration()


def _entry(name: str, given: dict[str, Any], where: str, known: dict[str, Any]) -> NodeEntry:
    """The node with what is given for it, and with what is `known` of the car where nothing is."""
    if not isinstance(given.get("node"), str):
        raise ConfigError(f'no class - at `{where}.node`; it must look like "control.safety:SafetyNode"')
    node = _node_class(given["node"], f"{where}.node")
    values = {key: value for key, value in given.items() if key != "node"}
    taken = {key: value for key, value in known.items() if key in node.Config.__struct_fields__}
    values = _over(taken, values)
    return NodeEntry(name, node, section(values, node.Config, where))


def section(values: dict[str, Any], type: type[T], where: str) -> T:
    """Part of a launch file as a struct; an error names its path from `where` and the settings that exist there."""
    try:
        return msgspec.convert(values, type)
    except msgspec.ValidationError as error:
        known = ", ".join(field.name for field in msgspec.structs.fields(type))
        text = str(error) if "`$" in str(error) else f"{error} - at `$`"
        raise ConfigError(f"{text.replace('`$', f'`{where}')}; settings there: {known or 'none'}") from None


def variant(values: dict[str, Any], union: Any, where: str) -> Any:
    """Part of a launch file as the struct that its `driver:` names; an error names its path and the drivers there are."""
    try:
        return msgspec.convert(values, union)
    except msgspec.ValidationError as error:
        known = ", ".join(str(kind.__struct_config__.tag) for kind in get_args(union))
        text = str(error) if "`$" in str(error) else f"{error} - at `$`"
        raise ConfigError(f"{text.replace('`$', f'`{where}')}; drivers there: {known}") from None


def _over(below: Any, above: Any) -> Any:
    """Two trees of settings as one; what is in both is `above`'s."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {key: _over(below[key], value) if key in below else value for key, value in above.items()}


def _node_class(spec: str, where: str) -> type[Node]:
    module_name, _, class_name = spec.partition(":")
    try:
        found = getattr(importlib.import_module(module_name), class_name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(f"{spec!r} can't be loaded - at `{where}`: {error}") from None
    if not (isinstance(found, type) and issubclass(found, Node)):
        raise ConfigError(f"{spec!r} is not a node - at `{where}`")
    return found


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
