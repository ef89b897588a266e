"""What the documentation says is there is there."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from robot.boards import BOARDS
from robot.config import LAUNCH_FOLDER, load
from robot.topics import ALL
from tests.house import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TOP = ("robot/", "perception/", "language/", "control/", "models/", "launch/", "tests/", "docs/", "benchmarks/", ".ci/")
MADE = ("runs/",)  # folders that only a drive makes


def ids(page: Path) -> str:
    return page.name


@cache
def help_of_launch() -> str:
    command = [sys.executable, "-m", "robot.launch", "--help"]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`(?:python )?([\w./-]+)`", page.read_text(encoding="utf-8"))
    paths = [name for name in named if name.startswith(TOP) and not name.startswith(MADE)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_flags_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"python -m robot\.launch[^`]*", text)
    inline = re.findall(r"`(--[a-z-]+)[^`]*`", text)
    flags = {flag for block in blocks for flag in re.findall(r"--[a-z-]+", block)} | set(inline)
    known = set(re.findall(r"--[a-z-]+", help_of_launch())) | {"--strict", "--system-site-packages"}
    assert flags - known == set()


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_make_targets_that_are_named_exist(page: Path) -> None:
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`make ([a-z]+)", text) + re.findall(r"^make ([a-z]+)", text, re.MULTILINE)
    assert set(named) - rules == set()
    assert {"sim", "test", "lint", "teleop", "doctor", "bench", "clean"} <= rules


def test_the_readme_names_every_board() -> None:
    assert f"--board {'|'.join(BOARDS)}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_topics_is_current() -> None:
    from docs import topics

    page = topics.PAGE.read_text(encoding="utf-8")
    assert topics.updated(page, topics.table(topics.conversation())) == page, "run `python docs/topics.py`"


def shell_blocks(page: Path) -> list[str]:
    return re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_hardware_pages_commands_are_commands() -> None:
    """Those that need no car are run as they stand; of the others, that a shell can read them and our programs exist."""
    blocks = shell_blocks(ROOT / "docs" / "hardware.md")
    script = "\n".join(blocks).replace("<this repository>", "REPOSITORY")
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    ours = set(re.findall(r"\.venv/bin/python -m ((?:robot|control)\b[.\w]*)", script))
    assert ours == {"robot.doctor", "robot.launch", "control"}
    for module in ours:
        subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, check=True, cwd=ROOT)
    assert "calibrate" in subprocess.run(
        [sys.executable, "-m", "control", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout


def test_the_wiring_picture_is_current() -> None:
    from docs import wiring_picture

    car = load(LAUNCH_FOLDER / "car.yaml").car
    told = "run `python docs/wiring_picture.py`"
    assert wiring_picture.PAGE.read_text(encoding="utf-8") == wiring_picture.picture(car), told
    places = [wire.place for wire in wiring_picture.wires(car)]
    assert len(set(places)) == len(places), "two wires on one pin"


def test_every_topic_is_said_by_somebody() -> None:
    from docs import topics

    notebook = topics.conversation()
    assert all(len(notebook.speakers[topic.name]) == 1 for topic in ALL)


def test_make_help_works_before_anything_is_set_up() -> None:
    done = subprocess.run(["make", "help"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "make sim" in done.stdout
