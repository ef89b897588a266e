"""Cameras behind `robot.drivers.CameraDriver`: USB ones, the Raspberry Pi's own, and films."""
