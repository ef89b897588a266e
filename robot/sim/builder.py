"""Puts a world's parts into a MuJoCo specification, all in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from robot.sim import mesh, shade, shell, textures
from robot.sim.car import PREFIX
from robot.sim.codes import CEILING, DOOR, FLOOR, SEEN, SHADE, TOUCHED, WALL
from robot.sim.mesh import rotation_z
from robot.sim.shapes import decor_footprint, decor_shape, footprint_of, shape_of

if TYPE_CHECKING:

    from robot.sim.kinds import Shape, Solid
    from robot.sim.mesh import Mesh
    from robot.sim.textures import Texture
    from robot.sim.world import Decor, Thing, Wall, World

STEP_S = 0.002
"""The physics step: the wheels' contacts want it this short."""

LARGEST_PX = (640, 640)
"""The largest picture a scene can be rendered to, width and height."""

_ROLE_CODES: dict[shell.Role, int] = {"floor": FLOOR, "wall": WALL, "ceiling": CEILING}
_DECOR_CODES = {"picture": WALL, "window": WALL, "rug": FLOOR, "door": DOOR}


class Builder:
    """Collects a world in `spec` and remembers what each geom shows in `codes` (geom name to code).

    `named` are the geoms that wear the colour their thing is named after.
    """

    def __init__(self, world: World) -> None:
        import mujoco

        self._mj = mujoco
        self._world = world
        self._meshes: set[str] = set()
        self._textures: set[str] = set()
        self._rugs = [decor_footprint(item) for item in world.decor if item.kind == "rug"]
        self.spec = mujoco.MjSpec()
        self.codes: dict[str, int] = {}
        self.named: set[str] = set()
        self._options()
        self._lights()
        for band in range(shade.BANDS):
            self.spec.add_material(name=f"shade_{band}", rgba=[0.0, 0.0, 0.0, shade.opacity(band)], specular=0.0, shininess=0.0)
        self._shades: dict[tuple[str, int], list[Mesh]] = {}

    def building(self) -> None:
        """The floor to drive on, the walls to bump into, and how both look."""
        world = self.spec.worldbody
        world.add_geom(name="ground", type=self._mj.mjtGeom.mjGEOM_PLANE, size=[0, 0, 1], group=TOUCHED,
                       friction=[1.0, 0.005, 0.0001])
        for wall in self._world.walls:
            for centre, half in _boxes(wall, self._world.height_m):
                world.add_geom(type=self._mj.mjtGeom.mjGEOM_BOX, pos=centre, size=half, quat=_quat(wall.yaw_rad),
                               group=TOUCHED)
        for number, face in enumerate(shell.faces(self._world)):
            self._seen(world, f"shell_{number}", face.texture, face.mesh, _ROLE_CODES[face.role])
        for wall in self._world.walls:
            self._shade_feet(wall)

    def thing(self, index: int, thing: Thing) -> None:
        """One object: free to be pushed if it has a mass, else part of the house."""
        shape = shape_of(thing)
        body = self._body(thing.id, thing.x_m, thing.y_m, 0.0, thing.yaw_rad)
        if shape.mass_kg is not None:
            body.add_freejoint()
        self._parts(body, thing.id, f"{thing.kind}-{thing.colour}-{thing.variant}-{thing.size}{thing.shape}", shape, index)
        self._solids(body, shape.solids, shape.mass_kg)
        place = footprint_of(thing)
        fixed = shape.mass_kg is None
        bands = shade.blob(shape.size_m, any(rug.overlaps(place) for rug in self._rugs), coarse=not fixed)
        for band, part in bands.items():
            if fixed:
                room = self._world.room_at(thing.x_m, thing.y_m)
                lying = part.transformed(rotation_z(thing.yaw_rad), (thing.x_m, thing.y_m, 0.0))
                self._shades.setdefault((room.name if room else "", band), []).append(lying)
            else:
                self._shade(body, f"{thing.id}_shade_{band}", band, part)

    def decor(self, number: int, item: Decor) -> None:
        """A picture, a window, a rug or an open door."""
        shape = decor_shape(item)
        body = self._body(f"{item.kind}_{number}_scenery", item.x_m, item.y_m, item.z_m, item.yaw_rad)
        self._parts(body, body.name, body.name, shape, _DECOR_CODES[item.kind])
        self._solids(body, shape.solids, None)

    def shades(self) -> None:
        """The shade of everything that never moves, painted on the floor: a geom for each room and band."""
        for (room, band), parts in self._shades.items():
            self._shade(self.spec.worldbody, f"shade_{room}_{band}", band, mesh.merge(parts))

    def car(self, document: str) -> None:
        """A whole MJCF document's bodies, actuators and sensors, named with `car_` before, at the world's start pose."""
        start = self._world.start
        frame = self.spec.worldbody.add_frame(pos=[start.x_m, start.y_m, 0.0], quat=_quat(start.yaw_rad))
        self.spec.attach(self._mj.MjSpec.from_string(document), frame=frame, prefix=PREFIX)

    def _options(self) -> None:
        option, visual, bounds = self.spec.option, self.spec.visual, self._world.bounds
        option.timestep = STEP_S
        option.integrator = self._mj.mjtIntegrator.mjINT_IMPLICITFAST
        option.cone = self._mj.mjtCone.mjCONE_ELLIPTIC
        option.solver = self._mj.mjtSolver.mjSOL_NEWTON
        option.impratio = 10.0
        option.enableflags |= self._mj.mjtEnableBit.mjENBL_SLEEP
        visual.global_.offwidth, visual.global_.offheight = LARGEST_PX
        visual.quality.offsamples = 4
        self.spec.stat.extent = 10.0
        self.spec.stat.center = [*bounds.centre, 1.0]
        visual.map.znear, visual.map.zfar = 0.002, 4.0

    def _lights(self) -> None:
        head = self.spec.visual.headlight
        head.ambient, head.diffuse, head.specular = self._world.lighting.ambient, [0.0] * 3, [0.0] * 3
        for light in self._world.lighting.lights:
            self.spec.worldbody.add_light(
                type=self._mj.mjtLightType.mjLIGHT_DIRECTIONAL, dir=light.direction, diffuse=light.colour,
                ambient=[0.0] * 3, specular=[0.0] * 3, castshadow=False,
            )

    def _body(self, name: str, x: float, y: float, z: float, yaw: float) -> Any:
        return self.spec.worldbody.add_body(name=name, pos=[x, y, z], quat=_quat(yaw))

    def _parts(self, body: Any, name: str, shared: str, shape: Shape, code: int) -> None:
        for number, part in enumerate(shape.parts):
            self._seen(body, f"{name}_{number}", part.texture, part.mesh, code, f"{shared}_{number}")
            if part.named:
                self.named.add(f"{name}_{number}")

    def _seen(self, body: Any, name: str, texture: Texture, seen: Mesh, code: int, shared: str | None = None) -> None:
        body.add_geom(name=name, type=self._mj.mjtGeom.mjGEOM_MESH, meshname=self._mesh(shared or name, seen),
                      material=self._material(texture), group=SEEN, contype=0, conaffinity=0, mass=0.0)
        self.codes[name] = code

    def _shade(self, body: Any, name: str, band: int, seen: Mesh) -> None:
        body.add_geom(name=name, type=self._mj.mjtGeom.mjGEOM_MESH, meshname=self._mesh(name, seen),
                      material=f"shade_{band}", group=SHADE, contype=0, conaffinity=0, mass=0.0)
        self.codes[name] = FLOOR

    def _shade_feet(self, wall: Wall) -> None:
        for side in (-1.0, 1.0):
            room, start, end = shell.side_of(self._world, wall, side)
            for band, part in shade.feet(wall, side, start, end).items() if room else ():
                self._shades.setdefault((room.name if room else "", band), []).append(part)

    def _solids(self, body: Any, solids: tuple[Solid, ...], mass_kg: float | None) -> None:
        volumes = [float(np.prod(solid.half_m)) for solid in solids]
        for solid, volume in zip(solids, volumes, strict=True):
            size = [solid.half_m[0], solid.half_m[2], 0.0] if solid.form == "cylinder" else list(solid.half_m)
            share = {} if mass_kg is None else {"mass": mass_kg * volume / sum(volumes)}
            body.add_geom(type=self._form(solid.form), pos=solid.centre_m, size=size, group=TOUCHED,
                          friction=[0.7, 0.01, 0.002], condim=4 if mass_kg is None else 6, **share)

    def _form(self, form: str) -> Any:
        kinds = self._mj.mjtGeom
        return {"box": kinds.mjGEOM_BOX, "cylinder": kinds.mjGEOM_CYLINDER, "sphere": kinds.mjGEOM_SPHERE}[form]

    def _mesh(self, name: str, seen: Mesh) -> str:
        if name not in self._meshes:
            self._meshes.add(name)
            self.spec.add_mesh(
                name=name, uservert=seen.vertices.ravel(), userface=seen.faces.ravel(), usernormal=seen.normals.ravel(),
                usertexcoord=seen.uv.ravel(), inertia=self._mj.mjtMeshInertia.mjMESH_INERTIA_SHELL,
            )
        return name

    def _material(self, texture: Texture) -> str:
        if texture.key not in self._textures:
            self._textures.add(texture.key)
            image = self.spec.add_texture(name=texture.key, type=self._mj.mjtTexture.mjTEXTURE_2D, nchannel=3,
                                          width=textures.SIZE_PX, height=textures.SIZE_PX)
            image.data = textures.render(texture).tobytes()
            material = self.spec.add_material(name=texture.key, specular=0.0, shininess=0.0)
            material.textures[self._mj.mjtTextureRole.mjTEXROLE_RGB] = texture.key
        return texture.key


def _boxes(wall: Wall, height_m: float) -> list[tuple[list[float], list[float]]]:
    """A wall's solid pieces around its doorways: centre and half size."""
    half = wall.thickness_m / 2
    return [([*wall.point((a + b) / 2), (low + height_m) / 2], [(b - a) / 2, half, (height_m - low) / 2])
            for a, b, low in wall.pieces(-half, wall.length_m + half)]


def _quat(yaw_rad: float) -> list[float]:
    return [float(np.cos(yaw_rad / 2)), 0.0, 0.0, float(np.sin(yaw_rad / 2))]
