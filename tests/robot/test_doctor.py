from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot import doctor
from robot.doctor import Check, Probe, Requirement


def test_a_probe_tells_what_was_printed_last() -> None:
    assert doctor.probe("print(1); print('two')") == Probe(True, "two")


def test_a_probe_survives_whatever_it_runs() -> None:
    assert doctor.probe("import nowhere") == Probe(False, "ModuleNotFoundError: No module named 'nowhere'")
    assert doctor.probe("import os, signal; os.kill(os.getpid(), signal.SIGILL)").text.startswith("illegal instruction")
    assert doctor.probe("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)").text == "killed by SIGSEGV"
    assert doctor.probe("while True: pass", timeout_s=0.5).text.startswith("no answer within")


@pytest.mark.parametrize(("version", "state"), [((3, 10), "broken"), ((3, 11), "ok"), ((3, 13), "ok"), ((3, 14), "untested")])
def test_python(version: tuple[int, int], state: str) -> None:
    check = doctor.python_check(version)
    assert check.state == state
    assert check.stops == (state == "broken")


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
    assert doctor.read_requirement(line) == expected


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
    assert doctor.in_range(version, versions) == within


@given(st.lists(st.integers(0, 99), min_size=1, max_size=4), st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_a_version_is_below_or_not_below_another(one: list[int], other: list[int]) -> None:
    version, limit = (".".join(map(str, numbers)) for numbers in (one, other))
    assert doctor.in_range(version, f"<{limit}") != doctor.in_range(version, f">={limit}")


def test_a_package_that_is_not_there() -> None:
    needed = doctor.package_check(Requirement("heed-no-such-package", ">=1", "sim"))
    assert (needed.state, needed.stops, needed.mend) == ("missing", True, "make setup")
    spare = doctor.package_check(Requirement("heed-no-such-package", ">=1", "speech"))
    assert not spare.stops
    assert "pip install 'heed-no-such-package>=1'" in spare.mend


def test_a_package_of_another_version_is_untested_but_stops_nothing() -> None:
    check = doctor.package_check(Requirement("msgspec", "<0.1", ""))
    assert (check.state, check.stops) == ("untested", False)
    assert check.detail == f"{importlib.metadata.version('msgspec')}; tested: <0.1"


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        ("ImportError: libGL.so.1: cannot open shared object file: No such file or directory", "libgl1"),
        ("illegal instruction: this build is for another processor", "--force-reinstall 'msgspec>=0.1'"),
        ("ImportError: something else", "make setup"),
    ],
)
def test_a_package_that_can_not_be_imported(error: str, mend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor.IMPORTS, "msgspec", "msgspec")
    monkeypatch.setattr(doctor, "probe", lambda code: Probe(False, error))
    check = doctor.package_check(Requirement("msgspec", ">=0.1", ""))
    assert (check.state, check.stops) == ("broken", True)
    assert mend in check.mend


def test_what_needs_hardware_never_stops_a_simulation(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()
    pi = tmp_path / "model"
    pi.write_text("Raspberry Pi 4 Model B Rev 1.4\0")
    checks = {
        "missing": [
            doctor.camera_check([]),
            doctor.audio_check(Probe(True, "")),
            doctor.audio_check(Probe(False, "OSError: PortAudio library not found")),
            doctor.voice_check(None),
            doctor.gpio_check("", Probe(False, "")),
            doctor.gpio_check(doctor.board(pi), Probe(False, "ModuleNotFoundError: No module named 'RPi'")),
        ],
        "ok": [
            doctor.camera_check([str(device)]),
            doctor.audio_check(Probe(True, "1 microphone(s)")),
            doctor.voice_check("/usr/bin/espeak-ng"),
            doctor.gpio_check(doctor.board(pi), Probe(True, "")),
        ],
    }
    for state, found in checks.items():
        for check in found:
            assert (check.state, check.stops) == (state, False)
            assert bool(check.mend) == (state == "missing")


def test_without_gl_or_model_no_simulation() -> None:
    assert doctor.gl_check(Probe(False, "MissingGL: cannot draw")).stops
    assert "libegl1 libgl1" in doctor.gl_check(Probe(False, "")).mend
    assert doctor.model_check(Probe(False, "ModelError: eyes.onnx is missing")).stops
    assert not doctor.board(Path("/nowhere"))


@pytest.mark.parametrize("state", ["ok", "broken"])
def test_the_report_and_its_exit_status(
    state: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Check("OpenGL", state, "seen", "mend it", needed=True), Check("camera", "missing", "none", "plug one in")]  # type: ignore[arg-type]
    monkeypatch.setattr(doctor, "checks", lambda: iter(found))
    assert doctor.main([]) == (0 if state == "ok" else 1)
    text = capsys.readouterr().out
    assert ("→ mend it" in text) == (state == "broken")
    assert "→ plug one in" in text
    assert doctor.main(["--json"]) == (0 if state == "ok" else 1)
    report = json.loads(capsys.readouterr().out)
    assert report["can_simulate"] == (state == "ok")
    assert report["checks"][1] == found[1]._asdict()


def test_the_doctor_needs_nothing_but_the_standard_library() -> None:
    program = "import sys, robot.doctor; print({'msgspec', 'numpy', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_doctor_looks_at_this_very_machine() -> None:
    names = [check.name for check in doctor.checks()]
    assert {"python", "OpenGL", "model", "camera", "microphone", "GPIO"} <= set(names)
