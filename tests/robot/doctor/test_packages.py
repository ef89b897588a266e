from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.doctor.packages import IMPORTS, Requirement, in_range, package_check, python_check, read_requirement
from robot.doctor.probe import Probe, probe
from tests.robot.doctor.patients import laptop


def test_a_probe_tells_what_was_printed_last() -> None:
    assert probe("print(1); print('two')") == Probe(True, "two")


def test_a_probe_survives_whatever_it_runs() -> None:
    assert probe("import nowhere") == Probe(False, "ModuleNotFoundError: No module named 'nowhere'")
    assert probe("import os, signal; os.kill(os.getpid(), signal.SIGILL)").text.startswith("illegal instruction")
    assert probe("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)").text == "killed by SIGSEGV"
    assert probe("while True: pass", timeout_s=0.5).text.startswith("no answer within")


@pytest.mark.parametrize(("version", "state"), [((3, 10), "fail"), ((3, 11), "ok"), ((3, 13, 9), "ok"), ((3, 14), "warn")])
def test_python(version: tuple[int, ...], state: str) -> None:
    check = python_check(version)
    assert check.state == state
    assert check.stops("car") == check.stops("simulation") == (state == "fail")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("numpy<3,>=2.1", Requirement("numpy", "<3,>=2.1", "")),
        ('mujoco-core<5,>=4.0; extra == "sim"', Requirement("mujoco-core", "<5,>=4.0", "sim")),
        ("vosk>=0.3 ; extra == 'speech'", Requirement("vosk", ">=0.3", "speech")),
        ('lgpio; platform_machine == "pdp11" and extra == "car"', None),
    ],
)
def test_requirements_are_read(line: str, expected: Requirement | None) -> None:
    assert read_requirement(line, "x86_64") == expected


@pytest.mark.parametrize(
    ("version", "versions", "within"),
    [
        ("1.32.0", "<1.33,>=1.22", True),
        ("1.33.0", "<1.33,>=1.22", False),
        ("1.9", ">=1.10", False),
        ("3", ">=3.0.0", True),
        ("5.0.0.93", ">=5.0.0.93,<5.1", True),
        ("5.0.0.92", ">=5.0.0.93", False),
        ("2.13.0+cpu", ">=2.8", True),
        ("1.0", "", True),
        ("1.0", "==1.1", False),
    ],
)
def test_versions(version: str, versions: str, within: bool) -> None:
    assert in_range(version, versions) == within


@given(st.lists(st.integers(0, 99), min_size=1, max_size=4), st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_a_version_is_below_or_not_below_another(one: list[int], other: list[int]) -> None:
    version, limit = (".".join(map(str, numbers)) for numbers in (one, other))
    assert in_range(version, f"<{limit}") != in_range(version, f">={limit}")


def test_a_package_that_is_not_there(tmp_path: Path) -> None:
    machine = laptop(tmp_path).machine()
    needed = package_check(Requirement("pandas", ">=1", "sim"), machine)
    assert (needed.state, needed.stops("simulation"), needed.stops("car"), needed.mend) == ("fail", True, False, "make setup")
    spare = package_check(Requirement("pandas", ">=1", "speech"), machine)
    assert spare.state == "warn" and not spare.stops("simulation")
    assert "pip install 'pandas>=1'" in spare.mend
    assert package_check(Requirement("pandas", ">=1", "car"), machine).state == "skipped"


def test_a_package_of_another_version_warns_but_stops_nothing(tmp_path: Path) -> None:
    check = package_check(Requirement("numpy", "<2", ""), laptop(tmp_path).machine())
    assert (check.state, check.stops("simulation"), check.detail) == ("warn", False, "2.4.0; tested: <2")


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        ("ImportError: libGL.so.1: cannot open shared object file: No such file or directory", "libgl1"),
        ("illegal instruction: this build is for another processor", "--force-reinstall 'numpy>=0.1'"),
        ("ImportError: something else", "make setup"),
    ],
)
def test_a_package_that_can_not_be_imported(error: str, mend: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(IMPORTS, "numpy", "numpy")
    patient = laptop(tmp_path)
    patient.probes["import numpy"] = Probe(False, error)
    check = package_check(Requirement("numpy", ">=0.1", ""), patient.machine())
    assert (check.state, check.stops("simulation")) == ("fail", True)
    assert mend in check.mend
