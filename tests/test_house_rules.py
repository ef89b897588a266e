"""The whole house keeps its rules, and every rule can be broken."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from robot import config, topics
from tests import house

SOURCES = house.sources()
Rule = Callable[[house.Source], Iterator[str]]


@pytest.mark.parametrize("rule", house.RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    complaints = [complaint for source in SOURCES for complaint in rule(source)]
    assert complaints == []


BROKEN = [
    (house.through_doors, "robot/bus.py", "from control.safety import SafetyNode"),
    (house.through_doors, "robot/bus.py", "from robot import sim"),
    (house.through_doors, "robot/window.py", "import robot.sim.world"),
    (house.through_doors, "robot/config.py", "def f():\n    from robot.launch import main"),
    (house.through_doors, "robot/sim/car.py", "from perception import detector"),
    (house.through_doors, "control/navigator.py", "from perception.map import Grid"),
    (house.through_doors, "control/navigator.py", "import models"),
    (house.through_doors, "control/navigator.py", "from . import safety"),
    (house.through_doors, "perception/map.py", "from robot.sim.world import World"),
    (house.through_doors, "language/parser.py", "import perception"),
    (house.through_doors, "models/registry.py", "from robot.sim import world"),
    (house.light_to_import, "perception/detector.py", "import cv2"),
    (house.light_to_import, "robot/sim/render.py", "try:\n    from mujoco import MjModel\nexcept ImportError:\n    pass"),
    (house.light_to_import, "control/gpio.py", "class Motor:\n    import RPi.GPIO as GPIO"),
    (house.told_the_time, "control/safety.py", "from time import monotonic_ns"),
    (house.told_the_time, "robot/sim/car.py", "def f():\n    import time\n    time.sleep(1)"),
    (house.told_the_time, "language/prompt.py", "import datetime"),
    (house.silent, "control/navigator.py", "def f():\n    print('here')"),
    (house.repeatable, "robot/sim/world.py", "seed = hash('home')"),
    (house.repeatable, "robot/sim/world.py", "import random"),
    (house.repeatable, "robot/config.py", "exec('x = 1')"),
    (house.threadless, "perception/camera.py", "from threading import Thread"),
    (house.threadless, "perception/camera.py", "from concurrent.futures import ThreadPoolExecutor"),
    (house.careful, "robot/config.py", "try:\n    f()\nexcept Exception:\n    pass"),
    (house.careful, "robot/config.py", "try:\n    f()\nexcept (ValueError, BaseException) as error:\n    raise"),
    (house.careful, "robot/config.py", "try:\n    f()\nexcept:  # whatever\n    pass"),
    (house.unswitched, "control/safety.py", "import os\nlimit = os.environ['LIMIT']"),
    (house.unswitched, "control/safety.py", "import os\nlimit = os.environ.get('LIMIT')"),
    (house.small, "control/safety.py", "x = 1\n" * 401),
    (house.small, "control/safety.py", "def f():\n" + "    x = 1\n" * 61),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_the_rule_can_be_broken(rule: Rule, path: str, text: str) -> None:
    assert list(rule(house.source(path, text)))


ALLOWED = [
    ("robot/launch.py", "from robot.sim.world import World\nfrom control.safety import SafetyNode\nprint()"),
    ("robot/sim/render.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import mujoco"),
    ("robot/sim/render.py", "def f():\n    import mujoco"),
    ("robot/clock.py", "import time\ntime.sleep(1)"),
    ("robot/threaded_executor.py", "try:\n    f()\nexcept Exception:  # the edge of a node's thread\n    pass"),
    ("robot/sim/render.py", "import os\nos.environ['MUJOCO_GL'] = 'egl'"),
    ("models/train/network.py", "import torch\nfrom robot.sim import world\nprint()"),
    ("benchmarks/bus.py", "import time, threading\nprint(time.perf_counter())"),
]


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_what_is_allowed_passes(path: str, text: str) -> None:
    assert [complaint for rule in house.RULES for complaint in rule(house.source(path, text))] == []


def test_importing_any_module_of_the_runtime_loads_nothing_heavy() -> None:
    modules = [
        ".".join(source.path.with_suffix("").parts).removesuffix(".__init__")
        for source in SOURCES
        if not house.is_tool(source.path) and source.path.name != "__main__.py"
    ]
    program = f"import importlib, sys\nfor m in {modules!r}: importlib.import_module(m)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=house.ROOT)
    assert done.returncode == 0, done.stderr
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded & house.HEAVY == set()
    assert {"robot", "control"} <= loaded


def test_every_topic_has_one_publisher_at_most() -> None:
    publishers = defaultdict(set)
    for source in SOURCES:
        if not house.is_tool(source.path):
            for topic in house.published(source):
                # Only one of the executors runs at a time.
                publishers[topic].add("executor" if source.path.stem.endswith("_executor") else str(source.path))
    assert {topic: files for topic, files in publishers.items() if len(files) > 1} == {}
    known = {name for name, value in vars(topics).items() if value in topics.ALL}
    assert publishers.keys() <= known


def test_topics_have_different_names() -> None:
    names = [topic.name for topic in topics.ALL]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("file", sorted(config.LAUNCH_FOLDER.glob("*.yaml")), ids=lambda file: file.name)
def test_every_launch_file_loads(file: Path) -> None:
    launch = config.load(file)
    names = [entry.name for entry in config.node_entries(launch)]
    assert names
    assert len(set(names)) == len(names)


def test_files_are_short() -> None:
    lengths = sorted(len(source.text.splitlines()) for source in SOURCES if source.path.name != "__init__.py")
    assert lengths[len(lengths) // 2] <= 150
