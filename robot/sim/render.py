"""The camera's pictures: colour, depth and what each pixel shows, rendered off screen."""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from robot.sim import gl
from robot.sim.car import EYE, PREFIX
from robot.sim.codes import NONE, OUT_OF_SIGHT, SEEN, SHADE

if TYPE_CHECKING:
    from types import TracebackType

    import mujoco
    from numpy.typing import NDArray

    from robot.sim.scene import Scene

    Vector = NDArray[np.float64]
    _Labels = tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.bool_]]


class Renderer:
    """Renders one scene, from the car's eye or from anywhere. Close it, or use it in a `with`.

    Call `eye` or `view` first, then any of `rgb`, `depth`, `segmentation`. Use it in the thread that made it.
    """

    def __init__(self, scene: Scene, width: int = 320, height: int = 240, samples: int = 4) -> None:
        """Pictures of this size; `samples` smooths edges (0 halves the work). MissingGL when nothing can draw here."""
        self._context: Any = None
        self._target: Any = None
        self.scene, self._width, self._height = scene, width, height
        self._open(samples)

    def eye(self, data: mujoco.MjData) -> None:
        """Look through the car's camera, everything where `data` has it."""
        camera = self._model.camera(PREFIX + EYE)
        turn = data.cam_xmat[camera.id].reshape(3, 3)
        self._look(data, data.cam_xpos[camera.id], -turn[:, 2], turn[:, 1], math.radians(float(camera.fovy[0])))

    def photograph(self, data: mujoco.MjData) -> NDArray[np.uint8]:
        """(H, W, 3) what the car's camera sees now: `eye` and `rgb` in one, as `Simulator` wants its view."""
        self.eye(data)
        return self.rgb()

    def view(self, x_m: float, y_m: float, z_m: float, yaw_rad: float, pitch_rad: float = 0.0, roll_rad: float = 0.0,
             hfov_rad: float = 1.15, data: mujoco.MjData | None = None) -> None:
        """Look from a point of the world. Positive pitch looks down, positive roll tips the camera to its right."""
        cy, sy, cp, sp = math.cos(yaw_rad), math.sin(yaw_rad), math.cos(pitch_rad), math.sin(pitch_rad)
        forward, up = np.array([cy * cp, sy * cp, -sp]), np.array([cy * sp, sy * sp, cp])
        tipped = math.cos(roll_rad) * up + math.sin(roll_rad) * np.cross(forward, up)
        vfov = 2 * math.atan(math.tan(hfov_rad / 2) * self._height / self._width)
        self._look(self._rest if data is None else data, np.array([x_m, y_m, z_m]), forward, tipped, vfov)

    def rgb(self) -> NDArray[np.uint8]:
        """(H, W, 3) colours."""
        pixels = np.empty((self._height, self._width, 3), dtype=np.uint8)
        self._draw(pixels, None, labels=False)
        return np.ascontiguousarray(pixels[::-1])

    def depth(self) -> NDArray[np.float32]:
        """(H, W) distance along the camera's axis in metres."""
        return self._labels()[0]

    def segmentation(self) -> NDArray[np.int32]:
        """(H, W) index of the thing a pixel shows, or a code of robot/sim/codes.py."""
        return self._labels()[1]

    def named(self) -> NDArray[np.bool_]:
        """(H, W) True where a pixel shows a part that wears the colour its thing is named after."""
        return self._labels()[2]

    def close(self) -> None:
        """Give the graphics memory back; a second call does nothing."""
        if self._target is not None:
            self._context.make_current()
            self._target.free()
        if self._context is not None:
            self._context.free()
        self._target = self._context = None

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _open(self, samples: int) -> None:
        self._context = gl.context(self._width, self._height)
        import mujoco

        self._mj = mujoco
        # A copy, since drawing changes it: what lies outside the picture is moved to a group that is not drawn.
        self._model = model = copy.copy(self.scene.model)
        model.vis.quality.offsamples = samples
        self._groups = model.geom_group.copy()
        self._rest = mujoco.MjData(model)
        mujoco.mj_forward(model, self._rest)
        self._target = mujoco.MjrContext(model, mujoco.mjtFontScale.mjFONTSCALE_50.value)
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN.value, self._target)
        self._target.readDepthMap = mujoco.mjtDepthMap.mjDEPTH_ZEROFAR
        self._rect = mujoco.MjrRect(0, 0, self._width, self._height)
        self._seen: _Labels | None = None
        self._drawn = mujoco.MjvScene(model, maxgeom=model.ngeom + 100)
        self._camera, self._option = mujoco.MjvCamera(), mujoco.MjvOption()
        self._option.geomgroup[:] = 0
        self._option.geomgroup[[SEEN, SHADE]] = 1
        self._option.sitegroup[:] = 0

    def _look(self, data: mujoco.MjData, at: Vector, forward: Vector, up: Vector, vfov: float) -> None:
        """Fill the scene with what this view can see, and point its camera."""
        self._model.geom_group[:] = np.where(self._in_sight(data, at, forward, up, vfov), self._groups, OUT_OF_SIGHT)
        self._mj.mjv_updateScene(self._model, data, self._option, None, self._camera,
                                 self._mj.mjtCatBit.mjCAT_ALL.value, self._drawn)
        self._seen = None
        near, far = self._planes()
        top = near * math.tan(vfov / 2)
        for camera in self._drawn.camera:
            camera.pos, camera.forward, camera.up = at, forward, up
            camera.frustum_center, camera.frustum_width = 0.0, top * self._width / self._height
            camera.frustum_bottom, camera.frustum_top = -top, top
            camera.frustum_near, camera.frustum_far = near, far

    def _in_sight(self, data: mujoco.MjData, at: Vector, forward: Vector, up: Vector, vfov: float) -> NDArray[np.bool_]:
        """(ngeom,) True for geoms whose bounding sphere reaches into the pyramid of the view."""
        high = math.tan(vfov / 2)
        wide = high * self._width / self._height
        right = np.cross(forward, up)
        inwards = np.stack([forward, *(side * axis + reach * forward for axis, reach in ((right, wide), (up, high))
                                       for side in (-1.0, 1.0))])
        inwards /= np.linalg.norm(inwards, axis=1, keepdims=True)
        depths = (data.geom_xpos - at) @ inwards.T
        return np.asarray((depths > -self._model.geom_rbound[:, None]).all(axis=1), dtype=bool)

    def _planes(self) -> tuple[float, float]:
        model = self._model
        return float(model.vis.map.znear * model.stat.extent), float(model.vis.map.zfar * model.stat.extent)

    def _draw(self, rgb: NDArray[np.uint8], depth: NDArray[np.float32] | None, labels: bool) -> None:
        if self._context is None:
            raise RuntimeError("this renderer is closed")
        self._context.make_current()
        for flag in (self._mj.mjtRndFlag.mjRND_SEGMENT, self._mj.mjtRndFlag.mjRND_IDCOLOR):
            self._drawn.flags[flag] = labels
        self._mj.mjr_render(self._rect, self._drawn, self._target)
        self._mj.mjr_readPixels(rgb, depth, self._rect, self._target)

    def _labels(self) -> _Labels:
        """Depth, segmentation and named parts of the present view: one drawing gives all."""
        if self._seen is None:
            for geom in self._shades():
                geom.segid = -1
            rgb = np.empty((self._height, self._width, 3), dtype=np.uint8)
            depth = np.empty((self._height, self._width), dtype=np.float32)
            self._draw(rgb, depth, labels=True)
            self._seen = self._metres(depth[::-1]), *self._codes(rgb[::-1])
        return self._seen

    def _shades(self) -> list[Any]:
        group = self._groups
        return [geom for geom in self._drawn.geoms[: self._drawn.ngeom] if group[geom.objid] == SHADE]

    def _metres(self, stored: NDArray[np.float32]) -> NDArray[np.float32]:
        """Undo the projection: the buffer holds 1 at the near plane and 0 at the far one."""
        near, far = self._planes()
        return (near * far / (near + stored.astype(np.float64) * (far - near))).astype(np.float32)

    def _codes(self, rgb: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        number = rgb.astype(np.int32) @ np.array([1, 256, 65536], dtype=np.int32)
        table, named = np.full(self._drawn.ngeom + 1, NONE, dtype=np.int32), np.zeros(self._drawn.ngeom + 1, dtype=np.bool_)
        for geom in self._drawn.geoms[: self._drawn.ngeom]:
            if geom.segid >= 0:
                table[geom.segid + 1], named[geom.segid + 1] = self.scene.codes[geom.objid], self.scene.named[geom.objid]
        return table[number], named[number]
