"""Pictures of a world for people: its floor plan from above, and what the car would see along the way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from robot.geometry import CameraGeometry
from robot.sim import kinds, textures
from robot.sim.judge import CAR_M, floor_of
from robot.sim.shapes import decor_footprint, footprint_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from robot.sim.render import Renderer
    from robot.sim.world import Thing, World

    Image = NDArray[np.uint8]

_MARGIN_M = 0.3
_INK = (40, 40, 44)


class Map:
    """A floor plan on which more can be drawn: `image` is (H, W, 3) RGB, north up."""

    def __init__(self, world: World, px_per_m: float = 80.0) -> None:
        self._world, self._scale = world, px_per_m
        bounds = world.bounds.inset(-_MARGIN_M)
        self._left, self._top = bounds.x0_m, bounds.y1_m
        size = round(bounds.depth_m * px_per_m), round(bounds.width_m * px_per_m), 3
        self.image: Image = np.full(size, 250, dtype=np.uint8)
        self._floors()
        for thing in world.things:
            self._thing(thing)
        self._walls()
        self._doors()
        self._start()

    def pixels(self, points_m: Any) -> NDArray[np.int32]:
        """World points (..., 2) as pixels (..., 2): x right, y down."""
        offset = np.asarray(points_m, dtype=np.float64) - (self._left, self._top)
        return np.asarray(np.rint(offset * (self._scale, -self._scale)), dtype=np.int32)

    def pixel(self, x_m: float, y_m: float) -> tuple[int, int]:
        """One world point as a pixel."""
        x, y = self.pixels([x_m, y_m])
        return int(x), int(y)

    def path(self, points_m: Any, colour: tuple[int, int, int] = (220, 40, 40)) -> None:
        """Draw a line through world points (N, 2)."""
        import cv2

        cv2.polylines(self.image, [self.pixels(points_m)], False, colour, 2, cv2.LINE_AA)

    def _floors(self) -> None:
        import cv2

        for room in self._world.rooms:
            r = room.rect
            shown = textures.render(room.floor).mean((0, 1)) * 0.35 + 160
            cv2.rectangle(self.image, self.pixel(r.x0_m, r.y0_m), self.pixel(r.x1_m, r.y1_m), shown.tolist(), -1)

    def _thing(self, thing: Thing) -> None:
        import cv2

        corners = self.pixels(footprint_of(thing).corners())
        cv2.fillPoly(self.image, [corners], kinds.COLOURS[thing.colour])
        cv2.polylines(self.image, [corners], True, _INK, 1, cv2.LINE_AA)
        self._text(thing.kind, thing.x_m, thing.y_m, 0.33)

    def _walls(self) -> None:
        import cv2

        for wall in self._world.walls:
            for piece in wall.footprints():
                cv2.fillPoly(self.image, [self.pixels(piece.corners())], _INK)
        for room in self._world.rooms:
            self._text(room.name, *room.rect.centre, 0.5)

    def _doors(self) -> None:
        import cv2

        for item in self._world.decor:
            if item.kind == "door":
                cv2.fillPoly(self.image, [self.pixels(decor_footprint(item).corners())], (150, 90, 40))

    def _start(self) -> None:
        import cv2

        start = self._world.start
        nose = self.pixel(start.x_m + 0.25 * math.cos(start.yaw_rad), start.y_m + 0.25 * math.sin(start.yaw_rad))
        middle = self.pixel(start.x_m, start.y_m)
        cv2.circle(self.image, middle, round(0.14 * self._scale), (20, 130, 60), -1, cv2.LINE_AA)
        cv2.line(self.image, middle, nose, (20, 130, 60), 3, cv2.LINE_AA)

    def _text(self, text: str, x_m: float, y_m: float, size: float) -> None:
        import cv2

        (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
        x, y = self.pixel(x_m, y_m)
        x, y = x - width // 2, y + height // 2
        behind = self.image[max(0, y - height):y + 2, max(0, x):x + width]
        behind[:] = 200 + behind // 5
        cv2.putText(self.image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, _INK, 1, cv2.LINE_AA)


def from_start(world: World, renderer: Renderer, camera: CameraGeometry) -> Image:
    """(H, W, 3) what a camera on the car sees before it drives off, through a perfect lens."""
    start = world.start
    x = start.x_m + camera.forward_m * math.cos(start.yaw_rad)
    y = start.y_m + camera.forward_m * math.sin(start.yaw_rad)
    renderer.view(x, y, camera.height_m, start.yaw_rad, camera.pitch_rad, hfov_rad=camera.hfov_rad)
    return renderer.rgb()


def views(world: World, renderer: Renderer, count: int = 6) -> list[Image]:
    """What the car would see from its start and from open spots all over the world."""
    camera = CameraGeometry()
    rng = np.random.default_rng([world.seed, 1])
    shots = []
    for x, y, yaw in [(world.start.x_m, world.start.y_m, world.start.yaw_rad), *_spots(world, rng, count - 1)]:
        renderer.view(x, y, camera.height_m, yaw, camera.pitch_rad, hfov_rad=camera.hfov_rad)
        shots.append(renderer.rgb())
    return shots


def _spots(world: World, rng: np.random.Generator, count: int) -> list[tuple[float, float, float]]:
    """Open places, room after room, each looking along its longest free line."""
    grid = floor_of(world)
    free = grid.reached(grid.room_for(CAR_M), world.start.x_m, world.start.y_m) & grid.room_for(0.25)
    cells = [grid.centre(*cell) for cell in rng.permutation(np.argwhere(free))]
    found = []
    for i in range(count):
        rect = world.rooms[i % len(world.rooms)].rect
        x, y = next((cell for cell in cells if rect.contains(*cell)), cells[0])
        cells.remove((x, y))
        found.append((x, y, max(np.linspace(-np.pi, np.pi, 24), key=lambda yaw: grid.line_m(x, y, yaw))))
    return found


def page(world: World, renderer: Renderer) -> Image:
    """The plan above a strip of views, as one (H, W, 3) RGB picture."""
    plan, shots = Map(world).image, views(world, renderer)
    strip = np.vstack([np.hstack(shots[:3]), np.hstack(shots[3:6])])
    width = max(plan.shape[1], strip.shape[1])
    return np.vstack([_padded(plan, width), _padded(strip, width)])


def _padded(image: Image, width: int) -> Image:
    spare = width - image.shape[1]
    return np.pad(image, ((0, 0), (spare // 2, spare - spare // 2), (0, 0)), constant_values=250)
