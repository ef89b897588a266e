"""Somewhere to draw without a screen: the one place that chooses how MuJoCo gets its OpenGL."""

from __future__ import annotations

import sys
from typing import Any

from robot.errors import SetupError

_ADVICE = (
    "cannot draw: no OpenGL for rendering without a screen ({reason}). On Debian, Ubuntu or Raspberry Pi OS: "
    "sudo apt-get install -y --no-install-recommends libegl1 libgl1"
)


class MissingGL(SetupError, RuntimeError):
    """There is nothing to draw with; the text names the packages to install."""

    def __init__(self, reason: object) -> None:
        super().__init__(_ADVICE.format(reason=reason))


def context(width_px: int, height_px: int) -> Any:
    """A current OpenGL context; MissingGL when the libraries or a driver are not there."""
    try:
        made = _maker()(width_px, height_px)
        made.make_current()
    # PyOpenGL answers a missing library with AttributeError and a missing driver with errors of its own.
    except Exception as error:
        raise MissingGL(error) from error
    return made


def _maker() -> Any:
    if sys.platform == "linux":
        from mujoco.egl import GLContext  # asked for by name: the choice must not hang on who imported mujoco first
    else:
        from mujoco.rendering.classic.gl_context import GLContext
    return GLContext
