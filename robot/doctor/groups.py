"""The groups whose members may use the car's devices."""

from __future__ import annotations

from robot.doctor.check import Check, skipped
from robot.doctor.machine import Machine

WANTED = {"gpio": "pins", "i2c": "gyro and power meter", "video": "camera", "audio": "microphone", "input": "gamepad"}


def check(machine: Machine) -> Check:
    if not machine.board.is_car:
        return skipped("groups")
    if machine.is_root:
        return Check("groups", "ok", "root may do everything")
    members = _members(machine)
    missing = [name for name in WANTED if name in members and name not in machine.groups]
    if not missing:
        return Check("groups", "ok", ", ".join(name for name in WANTED if name in machine.groups))
    without = ", ".join(f"{name} ({WANTED[name]})" for name in missing)
    if all(machine.user in members[name] for name in missing):
        text = f"{machine.user} was added to {without}, but logged in before that"
        return Check("groups", "warn", text, "log out and in again")
    mend = f"{machine.as_root('usermod')} -aG {','.join(missing)} {machine.user}, then log in again"
    return Check("groups", "warn", f"{machine.user} is not in {without}", mend)


def _members(machine: Machine) -> dict[str, list[str]]:
    """The groups of this machine and who was put into them; a group that a system does not have is nobody's lack."""
    lines = [line.split(":") for line in (machine.read("/etc/group") or "").splitlines()]
    return {fields[0]: fields[3].split(",") for fields in lines if len(fields) > 3}
