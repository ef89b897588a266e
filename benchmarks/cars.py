"""One measurement of many cars, in several processes, each told as it comes."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

Car = dict[str, Any]
"""What was measured of one car, by name."""


def measured(measure: Callable[[int], Car], seeds: Iterable[int], jobs: int, told: Callable[[Car], str]) -> list[Car]:
    """`measure` of every seed, in their order; a line is printed for each."""
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        cars = list[Car]()
        for found in pool.map(measure, seeds):
            cars.append(found)
            print(told(found), flush=True)
    return cars


def write(path: Path, cars: list[Car], rows: list[Car]) -> None:
    """What was measured of each and of all."""
    path.write_text(json.dumps({"cars": cars, "rows": rows}, indent=1) + "\n")
