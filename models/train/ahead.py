"""Batches drawn ahead, in threads of their own, while the last one is learnt from."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Generic, TypeVar

Batch = TypeVar("Batch")


class Ahead(Generic[Batch]):
    """A context: each of `draws` is called again and again in a thread until it is left, and so many batches wait at most."""

    def __init__(self, draws: Sequence[Callable[[], Batch]], waiting: int) -> None:
        self._drawn: queue.Queue[Batch | _Failure] = queue.Queue(waiting)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._draw, args=(draw,), daemon=True) for draw in draws]

    def __enter__(self) -> Ahead[Batch]:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._stop.set()
        for thread in self._threads:
            while thread.is_alive():
                self._make_room()
                thread.join(0.05)

    def next(self) -> Batch:
        """Waits for the next batch; raises what was raised while one was drawn."""
        found = self._drawn.get()
        if isinstance(found, _Failure):
            raise found.error
        return found

    def _draw(self, draw: Callable[[], Batch]) -> None:
        while not self._stop.is_set():
            try:
                self._drawn.put(draw())
            except Exception as error:  # whatever it is, it is raised to the one who waits
                self._drawn.put(_Failure(error))
                return

    def _make_room(self) -> None:
        try:
            self._drawn.get_nowait()
        except queue.Empty:
            return


class _Failure:
    def __init__(self, error: Exception) -> None:
        self.error = error
