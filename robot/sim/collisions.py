"""What the car touches besides the floor, and how often it ran into something. For scoring only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from robot.sim.car import BODY, PREFIX, WHEELS

if TYPE_CHECKING:
    import mujoco


class Collision(msgspec.Struct, frozen=True):
    """One run into something: when, with which body ("world" is a wall), how hard at the first check, and where."""

    t_ns: int
    body: str
    force_n: float
    x_m: float
    y_m: float


class CollisionWatch:
    """Counts episodes: contact harder than `FORCE_N`, after at least `APART_S` without any contact at all."""

    FORCE_N, APART_S = 0.5, 1.0

    def __init__(self, model: mujoco.MjModel) -> None:
        import mujoco

        self._mj, self._model = mujoco, model
        bodies = [model.body(PREFIX + name).id for name in (BODY, *WHEELS)]
        self._own = np.isin(model.geom_bodyid, bodies)
        self._floor = model.geom_type == mujoco.mjtGeom.mjGEOM_PLANE.value
        self._force = np.zeros(6)
        self._last_touch_ns: int | None = None
        self._counted = False
        self.collisions: list[Collision] = []

    def check(self, data: mujoco.MjData, t_ns: int) -> None:
        """Look at the present contacts; call it every few milliseconds."""
        if data.ncon == 0:
            return
        geoms = data.contact.geom
        own, floor = self._own[geoms], self._floor[geoms]
        touching = np.flatnonzero((own[:, 0] != own[:, 1]) & ~floor.any(axis=1))
        if touching.size:
            self._touched(data, t_ns, touching)

    def _touched(self, data: mujoco.MjData, t_ns: int, contacts: np.ndarray[tuple[int], np.dtype[np.intp]]) -> None:
        if self._last_touch_ns is None or t_ns - self._last_touch_ns >= self.APART_S * 1e9:
            self._counted = False
        self._last_touch_ns = t_ns
        if self._counted:
            return
        forces = [self._normal_n(data, int(index)) for index in contacts]
        strongest = int(np.argmax(forces))
        if forces[strongest] > self.FORCE_N:
            self._counted = True
            self.collisions.append(self._collision(data, t_ns, int(contacts[strongest]), forces[strongest]))

    def _normal_n(self, data: mujoco.MjData, index: int) -> float:
        self._mj.mj_contactForce(self._model, data, index, self._force)
        return float(self._force[0])

    def _collision(self, data: mujoco.MjData, t_ns: int, index: int, force_n: float) -> Collision:
        contact = data.contact[index]
        one, two = (int(geom) for geom in contact.geom)
        other = two if self._own[one] else one
        name = self._model.body(int(self._model.geom_bodyid[other])).name
        return Collision(t_ns, name, force_n, float(contact.pos[0]), float(contact.pos[1]))
