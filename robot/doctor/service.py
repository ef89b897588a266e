"""The service that drives the car from power-on: installed, the one of this version, enabled, running."""

from __future__ import annotations

from collections.abc import Iterator

from robot.doctor.check import Check, skipped
from robot.doctor.machine import NOT_FOUND, Machine

UNIT = "heed.service"
INSTALLED = f"/etc/systemd/system/{UNIT}"
PROPERTIES = "LoadState,UnitFileState,ActiveState,SubState,Result,NRestarts"


def checks(machine: Machine) -> Iterator[Check]:
    if not machine.board.is_car:
        yield skipped("service")
        return
    done = machine.run("systemctl", "show", UNIT, f"--property={PROPERTIES}")
    if done.status == NOT_FOUND:
        yield skipped("service", "no systemd here")
        return
    state = dict(line.partition("=")[::2] for line in done.text.splitlines())
    if done.status != 0 or "LoadState" not in state:
        yield Check("service", "warn", f"systemd does not answer: {done.text.splitlines()[-1:]}", "systemctl status")
        return
    yield state_check(machine, state)
    if state["LoadState"] == "loaded":
        yield from version_check(machine)


def state_check(machine: Machine, state: dict[str, str]) -> Check:
    systemctl = machine.as_root("systemctl")
    if state["LoadState"] == "not-found":
        mend = f"{machine.as_root('cp')} launch/{UNIT} {INSTALLED} && {systemctl} enable --now heed"
        return Check("service", "warn", "not installed: the car drives only while you start it", mend)
    if state["LoadState"] != "loaded":
        return Check("service", "fail", f"systemd can't load it ({state['LoadState']})", f"systemd-analyze verify {INSTALLED}")
    restarts = int(state.get("NRestarts") or 0)
    again = f", restarted {restarts} times" if restarts else ""
    active = state.get("ActiveState", "")
    if active == "failed":
        return Check("service", "fail", f"it gave up ({state.get('Result', '')}{again})", "journalctl -u heed -n 50")
    if state.get("UnitFileState") not in ("enabled", "linked"):
        return Check("service", "warn", f"{active}, but not started at boot", f"{systemctl} enable heed")
    if active == "active":
        return Check("service", "warn" if restarts else "ok", f"running{again}", "journalctl -u heed -n 50" if restarts else "")
    if active == "activating":
        return Check("service", "warn", f"starting ({state.get('SubState', '')}{again})", "journalctl -u heed -f")
    return Check("service", "warn", f"installed, but {active}", f"{systemctl} start heed")


def version_check(machine: Machine) -> Iterator[Check]:
    """An old unit may lack the line that puts the motors off."""
    installed = machine.read(INSTALLED)
    try:
        ours = (machine.home / "launch" / UNIT).read_text(encoding="utf-8").rstrip("\n")
    except OSError:
        return
    if installed is not None and installed != ours:
        cause = "has no motors-off" if "motors-off" not in installed else "differs from this version's"
        mend = f"{machine.as_root('cp')} launch/{UNIT} {INSTALLED} && {machine.as_root('systemctl')} daemon-reload"
        yield Check("service file", "warn", f"{INSTALLED} {cause}", mend)
