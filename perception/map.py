"""The map node: what the senses say becomes one occupancy grid, one list of things and one of doorways.

Pictures are understood some 100 ms after they were taken, so every measurement is put where the car was *then*. What is only
repeated, because nothing moved, keeps things seen but is no evidence.
"""

from __future__ import annotations

from perception.doorways import DoorwayMemory, DoorwaysConfig
from perception.grid import GridConfig, OccupancyGrid
from perception.objects import ObjectMemory, ObjectsConfig, Visibility
from perception.sighting import Rays, SightingConfig, sighting
from robot import topics
from robot.bus import queue
from robot.clock import to_s
from robot.geometry import wrap
from robot.messages import Bumper, Detections, DoorwayMap, FreeSpace, Grid, ObjectMap, Odometry, Sonar, Thresholds
from robot.node import Cost, Node, NodeConfig, Wiring
from robot.poses import Pose, PoseHistory

FREE_SPACE_COST = Cost(1.5e-3)
DETECTIONS_COST = Cost(0.3e-3)
THRESHOLDS_COST = Cost(0.2e-3)
SONAR_COST = Cost(0.3e-3)
PUBLISH_COST = Cost(1.0e-3)


class MapConfig(NodeConfig, frozen=True):
    grid: GridConfig = GridConfig()
    objects: ObjectsConfig = ObjectsConfig()
    sighting: SightingConfig = SightingConfig()
    doorways: DoorwaysConfig = DoorwaysConfig()
    publish_s: float = 0.2
    fade_every_s: float = 2.0  # the whole grid is touched for it
    sonar_forward_m: float = 0.10
    still_weight: float = 0.3  # a picture from the same place repeats the last one's errors
    still_m: float = 0.02
    still_rad: float = 0.03
    turning_radps: float = 1.5  # faster, pictures are blurred and poses late
    same_picture_s: float = 0.15  # where a picture's free space was lost, that of one so near in time has to do
    edge_rad: float = 0.12  # a thing that is partly outside the picture may be missed


class MapNode(Node):
    name = "map"
    Config = MapConfig

    def __init__(self, config: MapConfig) -> None:
        self.config = config
        self.grid = OccupancyGrid(config.grid)
        self.objects = ObjectMemory(config.objects)
        self.doorways = DoorwayMemory(config.doorways)
        self._poses = PoseHistory()
        self._odometry: Odometry | None = None
        self._rays: tuple[int, Rays] | None = None
        self._waiting: Detections | None = None
        self._last_view: Pose | None = None
        self._pressed = False
        self._faded_ns = 0

    def wire(self, wiring: Wiring) -> None:
        self._grids = wiring.publisher(topics.GRID)
        self._maps = wiring.publisher(topics.OBJECTS)
        self._doorway_maps = wiring.publisher(topics.DOORWAYS)
        wiring.subscribe(topics.ODOMETRY, self.on_odometry, queue(8))
        wiring.subscribe(topics.FREE_SPACE, self.on_free_space, queue(2), FREE_SPACE_COST)
        wiring.subscribe(topics.DETECTIONS, self.on_detections, queue(2), DETECTIONS_COST)
        wiring.subscribe(topics.THRESHOLDS, self.on_thresholds, queue(2), THRESHOLDS_COST)
        wiring.subscribe(topics.SONAR, self.on_sonar, queue(2), SONAR_COST)
        wiring.subscribe(topics.BUMPER, self.on_bumper, queue(4))
        wiring.every(self.config.publish_s, self.publish, PUBLISH_COST)

    def on_odometry(self, odometry: Odometry) -> None:
        self._odometry = odometry
        self._poses.add(odometry)

    def on_free_space(self, free: FreeSpace) -> None:
        view = self._poses.at(free.t_ns)
        if view is None:
            return
        self._rays = free.t_ns, Rays(free, self.config.sighting.camera_forward_m)
        eye = self._eye(view)
        if not (free.repeated or self._is_turning_fast()):
            self.grid.add_rays(eye, free.bearing_rad, free.range_m, free.log_std, self._view_weight(view))
        self._use_waiting()

    def on_detections(self, detections: Detections) -> None:
        """Detections wait for the free space of their own picture, whichever of the two comes first."""
        self._use_waiting()
        self._waiting = detections
        if self._rays is not None and self._rays[0] >= detections.t_ns:
            self._use_waiting()

    def _use_waiting(self) -> None:
        detections, self._waiting = self._waiting, None
        view = self._poses.at(detections.t_ns) if detections else None
        if detections is None or view is None or self._is_turning_fast():
            return
        rays = self._rays_of(detections.t_ns)
        found = [one for item in detections.items if (one := sighting(item, view, self.config.sighting)) is not None]
        if detections.repeated:
            self.objects.renew(detections.t_ns, found)
            return
        visible = Visibility(view, rays.half_angle_rad - self.config.edge_rad if rays else 0.0, rays.pairs() if rays else ())
        self.objects.update(detections.t_ns, view, found, visible)

    def on_thresholds(self, thresholds: Thresholds) -> None:
        view = self._poses.at(thresholds.t_ns)
        if view is None or self._is_turning_fast():
            return
        if thresholds.repeated:
            self.doorways.renew(thresholds, view)
        else:
            self.doorways.update(thresholds, view, self._eye(view), self._rays_of(thresholds.t_ns))

    def on_sonar(self, sonar: Sonar) -> None:
        view = self._poses.at(sonar.t_ns)
        if view is None:
            return
        sensor = Pose(*view.to_world(self.config.sonar_forward_m, 0.0), view.heading_rad)
        still = self._odometry is not None and abs(self._odometry.speed_mps) + abs(self._odometry.turn_radps) < 0.05
        self.grid.add_echo(sensor, sonar.range_m, sonar.echo, self.config.still_weight if still else 1.0)

    def on_bumper(self, bumper: Bumper) -> None:
        if bumper.pressed and not self._pressed:
            view = self._poses.at(bumper.t_ns)
            if view is not None:
                self.grid.add_bump(view)
        self._pressed = bumper.pressed

    def publish(self, now_ns: int) -> None:
        """Send the newest grid and things; also lets old marks fade."""
        here = self._poses.at(now_ns)
        if here is None:
            return
        self._fade(now_ns)
        self.grid.add_car(here)
        origin, cell = self.grid.origin_m, self.config.grid.cell_m
        log_odds = self.grid.log_odds.copy()
        self._grids.publish(Grid(t_ns=now_ns, log_odds=log_odds, origin_x_m=origin, origin_y_m=origin, cell_m=cell))
        self._maps.publish(ObjectMap(t_ns=now_ns, objects=self.objects.snapshot()))
        self._doorway_maps.publish(DoorwayMap(t_ns=now_ns, doorways=self.doorways.snapshot(self.grid)))

    def _fade(self, now_ns: int) -> None:
        elapsed_s = to_s(now_ns - self._faded_ns)
        if elapsed_s >= self.config.fade_every_s:
            self.grid.fade(elapsed_s)
            self._faded_ns = now_ns

    def _eye(self, view: Pose) -> Pose:
        return Pose(*view.to_world(self.config.sighting.camera_forward_m, 0.0), view.heading_rad)

    def _view_weight(self, view: Pose) -> float:
        last = self._last_view
        if last is not None:
            moved = last.distance_to(view.x_m, view.y_m) > self.config.still_m
            if not moved and abs(wrap(view.heading_rad - last.heading_rad)) <= self.config.still_rad:
                return self.config.still_weight
        self._last_view = view
        return 1.0

    def _is_turning_fast(self) -> bool:
        return self._odometry is not None and abs(self._odometry.turn_radps) > self.config.turning_radps

    def _rays_of(self, t_ns: int) -> Rays | None:
        if self._rays is None or to_s(abs(self._rays[0] - t_ns)) > self.config.same_picture_s:
            return None
        return self._rays[1]
