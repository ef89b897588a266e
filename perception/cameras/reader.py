"""Takes pictures from a camera in a thread of its own, for a node that must never wait."""

from __future__ import annotations

import threading
from collections.abc import Callable

from perception.cameras.source import Shot, Source
from robot.clock import Clock
from robot.errors import SetupError
from robot.geometry import CameraGeometry
from robot.messages import Frame

RETRY_S = 1.0
CLOSING_S = 1.0
LATE_NS = 1_000_000_000
"""A camera's own time stamp counts if it is not in the future and no older than this."""


class ReadCamera:
    """A `robot.drivers.CameraDriver` over any `Source`.

    One thread, from now to `close`, and one picture in store: the newest. The thread opens the camera, and opens it again
    every second while there is none; `problem` says why there is none. A camera that hangs holds up this thread and nothing
    else: no picture comes, and the car stands for that reason. `close` waits for the thread for a second; one that hangs in
    the camera's driver ends with the program.
    """

    def __init__(
        self, open_source: Callable[[], Source], geometry: CameraGeometry, clock: Clock, retry_s: float = RETRY_S
    ) -> None:
        """`open_source` raises SetupError while the camera can't be opened."""
        self.geometry = geometry
        self.problem = "the camera has sent no picture yet"
        """Why no pictures come and what to do, "" while they do."""
        self._open_source, self._clock = open_source, clock
        self._retry_s = retry_s
        self._newest: Shot | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="camera", daemon=True)
        self._thread.start()

    def read(self) -> Frame | None:
        shot, self._newest = self._newest, None  # one that comes in between is lost, the next is on its way
        if shot is None or shot.taken_ns is None:
            return None
        return Frame(t_ns=shot.taken_ns, image=shot.picture)

    def close(self) -> None:
        self._stopping.set()
        self._thread.join(CLOSING_S)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self._take_all(self._open_source())
            except SetupError as error:
                self.problem = str(error)
            except Exception as error:  # the edge of the thread: whatever a camera's library raises, it is opened anew
                self.problem = f"the camera broke down and is opened anew: {type(error).__name__}: {error}"
            self._stopping.wait(self._retry_s)

    def _take_all(self, source: Source) -> None:
        """Picture after picture until the camera has no more, or is closed."""
        try:
            while not self._stopping.is_set():
                shot = source.read()
                if shot is None:
                    self.problem = "the camera sends no more pictures: is it unplugged? I look for it every second"
                    return
                self._newest = shot._replace(taken_ns=self._stamp(shot.taken_ns))
                self.problem = ""
        finally:
            source.close()

    def _stamp(self, taken_ns: int | None) -> int:
        now_ns = self._clock.now_ns()
        return taken_ns if taken_ns is not None and 0 <= now_ns - taken_ns <= LATE_NS else now_ns
