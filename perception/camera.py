"""The camera's node: takes each new picture from the driver and puts it on the bus."""

from __future__ import annotations

from perception.frame_check import keeps_its_promise
from robot import topics
from robot.drivers import CameraDriver
from robot.node import Cost, Node, NodeConfig, Wiring


class CameraNode(Node):
    """Publishes every picture once, as soon as it is there. What is none, it keeps back: the eyes tell of the silence."""

    name = "camera"
    needs = ("camera",)

    class Config(NodeConfig, frozen=True):
        poll_s: float = 0.02  # a picture waits half of this on average before it is seen

    def __init__(self, config: Config, camera: CameraDriver) -> None:
        self._config, self._camera = config, camera

    def wire(self, wiring: Wiring) -> None:
        self._frames = wiring.publisher(topics.CAMERA)
        wiring.every(self._config.poll_s, self._tick, Cost(200e-6))

    def _tick(self, now_ns: int) -> None:
        frame = self._camera.read()
        if frame is not None and keeps_its_promise(frame):
            self._frames.publish(frame)
