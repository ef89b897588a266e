"""Single moves, closed-loop by odometry: turn, travel, back off, look around."""

from __future__ import annotations

import math

import msgspec

from control.routine import STAND, Drive, Outcome, Routine, pause
from control.senses import Senses
from robot.clock import to_ns
from robot.geometry import wrap


class MovesConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    speed_mps: float = 0.33  # of the 0.35 that the car can do: some is left for steering
    slow_mps: float = 0.06
    reverse_mps: float = 0.15
    turn_radps: float = 1.2
    slow_turn_radps: float = 0.25  # below, the motors may stay in their dead band
    turn_gain: float = 2.5
    speed_gain: float = 1.5
    heading_gain: float = 2.0
    lead_s: float = 0.12  # motors and messages lag by about this much: brake for where the car will be
    turn_tolerance_rad: float = math.radians(1.5)
    travel_tolerance_m: float = 0.012
    settle_s: float = 0.2  # a move is over when it has been within tolerance for so long
    stop_before_m: float = 0.30  # from the car's centre to what is ahead, when travelling straight
    back_off_m: float = 0.20
    reverse_limit_m: float = 1.0  # "as far as possible" backwards: nothing on the car looks back
    look_radps: float = 0.7  # slow enough for sharp pictures; each thing is in some 15 of them
    look_pause_s: float = 0.3
    hurry_s: float = 15.0  # a turn or a standing start that takes longer has failed


class Moves:
    """The moves of one car: each method is a routine."""

    def __init__(self, senses: Senses, config: MovesConfig) -> None:
        self.senses = senses
        self.config = config
        self._wriggles = 0

    def turn(self, angle_rad: float) -> Routine[Outcome]:
        """Turn on the spot by any angle, left positive, more than a full circle if asked."""
        senses, config = self.senses, self.config
        senses.start_afresh()
        last = senses.pose.heading_rad
        left = angle_rad
        end_ns = senses.now_ns + to_ns(config.hurry_s + abs(angle_rad) / config.slow_turn_radps)
        settled_ns = senses.now_ns
        while senses.now_ns < end_ns:
            left -= wrap(senses.pose.heading_rad - last)
            last = senses.pose.heading_rad
            rate = senses.odometry.turn_radps if senses.odometry else 0.0
            drive = self._turn_drive(left - config.lead_s * rate) if abs(left) > config.turn_tolerance_rad else STAND
            if drive != STAND or abs(rate) > 0.1:
                settled_ns = senses.now_ns
            if senses.now_ns - settled_ns > to_ns(config.settle_s):
                turned_deg = math.degrees(angle_rad - left)
                side = "left" if turned_deg > 0 else "right"
                return Outcome(True, f"I turned {side} by {abs(turned_deg):.0f} degrees.")
            reason = senses.hindered()
            if reason and not senses.bumper_pressed:
                return Outcome(False, f"I couldn't turn: {reason}.")
            yield drive
        return Outcome(False, "I couldn't finish the turn.")

    def turn_to(self, heading_rad: float) -> Routine[Outcome]:
        """Turn the short way to a heading of the odometry frame."""
        return self.turn(wrap(heading_rad - self.senses.pose.heading_rad))

    def look_around(self, angle_rad: float = math.tau) -> Routine[None]:
        """Turn slowly, so that the camera sees everything around, and let the last pictures arrive."""
        senses = self.senses
        senses.start_afresh()
        turned, last = 0.0, senses.pose.heading_rad
        yield from pause(senses, self.config.look_pause_s)
        while abs(turned) < abs(angle_rad) and senses.hindered() in ("", "I bumped into something"):
            turned += wrap(senses.pose.heading_rad - last)
            last = senses.pose.heading_rad
            yield Drive(0.0, math.copysign(self.config.look_radps, angle_rad))
        yield from pause(senses, self.config.look_pause_s)

    def travel(self, distance_m: float) -> Routine[Outcome]:
        """Straight on (or back, when negative) with the heading held; inf goes on until something is ahead."""
        senses, config = self.senses, self.config
        senses.start_afresh()
        start = senses.pose
        endless = math.isinf(distance_m)
        goal = math.copysign(config.reverse_limit_m, distance_m) if endless and distance_m < 0 else distance_m
        settled_ns = senses.now_ns
        while True:
            along, aside = start.to_car(senses.pose.x_m, senses.pose.y_m)
            left = goal - along
            speed = senses.odometry.speed_mps if senses.odometry else 0.0
            if abs(left) <= config.travel_tolerance_m:
                if senses.now_ns - settled_ns > to_ns(config.settle_s) and abs(speed) < 0.02:
                    return Outcome(True, f"I went {abs(along):.2f} m.")
                yield STAND
                continue
            settled_ns = senses.now_ns
            obstacle = self._obstacle(left)
            if obstacle:
                return Outcome(endless, f"I went {abs(along):.2f} m, then {obstacle}.")
            off = wrap(start.heading_rad - senses.pose.heading_rad) - math.copysign(1.0, left) * 2.0 * aside
            yield Drive(self._speed(left, speed), config.heading_gain * off)

    def back_off(self, distance_m: float | None = None) -> Routine[None]:
        """Back away from what the car hit or stands before, and wriggle free if it can't go straight back."""
        goal_m = self.config.back_off_m if distance_m is None else distance_m
        moved = yield from self._push(Drive(-self.config.reverse_mps, 0.0), goal_m, 3.0)
        if not moved:
            self._wriggles += 1
            side = 1.0 if self._wriggles % 2 else -1.0  # what didn't help the last time is tried the other way round
            for drive in (Drive(-0.15, 0.8 * side), Drive(-0.15, -0.8 * side), Drive(0.12, 0.0), Drive(0.12, 0.8 * side),
                          Drive(0.12, -0.8 * side), Drive(0.0, 1.2 * side), Drive(0.0, -1.2 * side)):
                if (yield from self._push(drive, 0.08, 1.5)):
                    break
        yield from pause(self.senses, 0.2)
        self.senses.start_afresh()

    def _push(self, drive: Drive, distance_m: float, seconds: float) -> Routine[bool]:
        """Drive blindly until the car has moved so far or turned by half a radian; returns whether it moved at all."""
        senses = self.senses
        senses.start_afresh()
        start, end_ns = senses.pose, senses.now_ns + to_ns(seconds)
        moved_m = turned = 0.0
        while senses.now_ns < end_ns and moved_m < distance_m and turned < 0.5:
            if senses.hindered() not in ("", "I bumped into something"):
                break
            yield drive
            moved_m = start.distance_to(senses.pose.x_m, senses.pose.y_m)
            turned = abs(wrap(senses.pose.heading_rad - start.heading_rad))
        return moved_m >= min(0.05, distance_m) or turned >= 0.3

    def _turn_drive(self, left_rad: float) -> Drive:
        config = self.config
        rate = min(max(config.turn_gain * abs(left_rad), config.slow_turn_radps), config.turn_radps)
        return Drive(0.0, math.copysign(rate, left_rad))

    def _speed(self, left_m: float, speed_mps: float) -> float:
        config = self.config
        ahead = left_m - config.lead_s * speed_mps if math.isfinite(left_m) else left_m
        most = config.speed_mps if left_m > 0 else config.reverse_mps
        wanted = min(max(config.speed_gain * abs(ahead), config.slow_mps), most)
        if left_m > 0:
            room = self.senses.ahead_m() - config.stop_before_m
            wanted = min(wanted, max(config.slow_mps, config.speed_gain * room))
        return math.copysign(wanted, ahead)

    def _obstacle(self, left_m: float) -> str:
        """Why the car can't go on, or ""."""
        ahead = self.senses.ahead_m()
        if left_m > 0 and ahead < self.config.stop_before_m:
            return f"something was {ahead:.2f} m ahead"
        return self.senses.hindered()
