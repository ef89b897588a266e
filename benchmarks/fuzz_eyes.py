"""Throws damaged inputs at every entry of the eyes and counts how each case ends.

    python benchmarks/fuzz_eyes.py                  # 110,000 cases, seed 0
    python benchmarks/fuzz_eyes.py --cases 2000 --seed 7

A case must be used as it is, be refused by one of our named errors, or raise the eyes' health flag. Any other exception is a
mistake of ours: it is printed with the numbers that make it again, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np
from numpy.random import Generator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import damage
from models import registry
from models.runtime import DEFAULT_CARD, Eyes, checked, read_card, sha256
from perception.detector import DetectorNode
from perception.photograph import decoded
from perception.taught import Taught
from robot import topics
from robot.bus import Bus, Mailbox, queue
from robot.clock import SimulatedClock
from robot.errors import SetupError
from robot.messages import EyesHealth, Frame, Odometry
from robot.worker import Worker

USED, FLAGGED = "used", "health flag"
Case = Callable[[Generator], str]
"""One case from its own random numbers: how it ended, or an exception."""


class Entry(NamedTuple):
    name: str
    share: float  # of all cases
    case: Case


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=110_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--entry", type=int, help="only this one, counted from 0")
    arguments = parser.parse_args(argv)
    print("| entry | cases | used | named error | health flag | anything else | s |\n|---|---|---|---|---|---|---|")
    mistakes, told = 0, aside()
    with tempfile.TemporaryDirectory() as folder:
        for number, entry in enumerate(entries(Path(folder))):
            if arguments.entry not in (None, number):
                continue
            began = time.perf_counter()
            ends = run(entry, number, round(entry.share * arguments.cases), arguments.seed, told)
            mistakes += ends["anything else"]
            columns = (ends.total(), ends[USED], ends["named error"], ends[FLAGGED], ends["anything else"])
            print(f"| {entry.name} | {' | '.join(f'{n:,}' for n in columns)} | {time.perf_counter() - began:.0f} |", flush=True)
    return 1 if mistakes else 0


def aside() -> TextIO:
    """Where we tell of mistakes; what libraries print about damaged input goes nowhere."""
    told = os.fdopen(os.dup(2), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return told


def run(entry: Entry, number: int, cases: int, seed: int, told: TextIO) -> Counter[str]:
    ends: Counter[str] = Counter()
    for case in range(cases):
        try:
            ends[entry.case(np.random.default_rng([seed, number, case]))] += 1
        except SetupError:
            ends["named error"] += 1
        except Exception:  # what this program is there to find
            ends["anything else"] += 1
            if ends["anything else"] <= 3:
                print(f"seed {seed}, entry {number}, case {case}:\n{traceback.format_exc()}", file=told)
    return ends


def entries(folder: Path) -> list[Entry]:
    """Everything through which something from outside comes in."""
    return [
        Entry("picture files", 0.92, pictures()),
        Entry("camera", 0.05, camera()),
        Entry("model cards", 0.015, cards(folder)),
        Entry("model registry", 0.003, registries(folder)),
        Entry("taught things", 0.009, taught(folder)),
        Entry("networks, wrong checksum", 0.0025, networks(folder, honest=True)),
        Entry("networks, checksum of the damaged file", 0.0005, networks(folder, honest=False)),
    ]


def pictures() -> Case:
    import cv2

    pixels = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    smooth = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 3.0), np.uint8)
    kinds = [(suffix, image) for suffix in (".jpg", ".png", ".bmp", ".webp", ".ppm") for image in (pixels, smooth)]
    kinds += [(".jpg", pixels[..., 0]), (".png", smooth[..., 0]), (".pgm", smooth[..., 0]), (".png", smooth.astype(np.uint16)),
              (".png", np.dstack([smooth, pixels[..., :1]]))]
    files = [cv2.imencode(suffix, image)[1].tobytes() for suffix, image in kinds]

    def case(rng: Generator) -> str:
        image = decoded(damage.bytes_of(files[int(rng.integers(len(files)))], rng))
        assert image.ndim == 3 and image.shape[2] == 3 and image.dtype == np.uint8
        return USED

    return case


def camera() -> Case:
    """One node that lives through all of it, as on the car."""
    clock = SimulatedClock()
    bus = Bus(clock)
    node = DetectorNode(DetectorNode.Config())
    worker = Worker("detector", lambda: node, bus, _NoWake())
    worker.start()
    flags: Mailbox[EyesHealth] = bus.subscribe(topics.EYES, queue(99), _NoWake())
    looks = bus.subscribe(topics.FREE_SPACE, queue(99), _NoWake())
    steps = {subscription.mailbox.topic.name: subscription.step for subscription in worker.subscriptions.values()}
    good = np.random.default_rng(1).integers(0, 256, (240, 320, 3), dtype=np.uint8)

    def case(rng: Generator) -> str:
        clock.wait_until(clock.now_ns() + 600_000_000)  # long enough for the flag of the case before to be taken back
        now_ns = clock.now_ns()
        steps["odometry"](Odometry(t_ns=now_ns, x_m=now_ns / 1e10, y_m=0.0, heading_rad=0.0, speed_mps=1.0,
                                   turn_radps=0.0, covariance=(0.0,) * 9))
        t_ns = damage.time_of(now_ns, rng)
        steps["camera"](Frame(t_ns=t_ns, image=damage.picture(good, rng)))
        for tick in worker.ticks:
            tick.step(now_ns)
        problems = [envelope.message.problem for envelope in iter(flags.take, None)]
        looked = looks.take() is not None
        assert looked or problems[-1] or t_ns < now_ns, "neither looked at, nor flagged, nor older than the last"
        return FLAGGED if problems[-1] else USED

    return case


class _NoWake:
    def put(self, mailbox: object, /) -> None:
        """Nobody sleeps here."""


def cards(folder: Path) -> Case:
    """Damaged bytes, and trees in which something is not what it should be; the files that the card names are checked too."""

    def read(path: Path) -> None:
        card = read_card(path)
        checked(DEFAULT_CARD.parent / card.network, card.network_sha256, "")
        checked(DEFAULT_CARD.parent / card.look, card.look_sha256, "")
        checked(DEFAULT_CARD.parent / card.prototypes, card.prototypes_sha256, "")

    return _yaml(DEFAULT_CARD, folder / "card.yaml", read)


def registries(folder: Path) -> Case:
    return _yaml(registry.REGISTRY, folder / "registry.yaml", registry.read)


def _yaml(good: Path, bad: Path, read: Callable[[Path], object]) -> Case:
    import yaml

    text, tree = good.read_bytes(), yaml.safe_load(good.read_bytes())

    def case(rng: Generator) -> str:
        if rng.random() < 0.5:
            bad.write_bytes(damage.bytes_of(text, rng))
        else:
            bad.write_text(yaml.safe_dump(damage.tree_of(tree, rng)), encoding="utf-8")
        read(bad)
        return USED

    return case


def taught(folder: Path) -> Case:
    eyes = Eyes()
    home = folder / "taught"
    memory = Taught(home, eyes.card.vectors_sha256)
    memory.add("my mug", eyes.prototypes[0], [np.zeros((20, 20, 3), np.uint8)])
    file = home / "taught.json"
    text = file.read_bytes()

    def case(rng: Generator) -> str:
        file.write_bytes(damage.bytes_of(text, rng))
        assert Taught(home, eyes.card.vectors_sha256).prototypes.ndim == 2
        return USED

    return case


def networks(folder: Path, honest: bool) -> Case:
    """A network of both or the prototypes, damaged; where the card is not `honest` it gives the damaged file's own checksum."""
    card = read_card(DEFAULT_CARD)
    home = folder / f"network-{honest}"
    home.mkdir()
    files = {name: (DEFAULT_CARD.parent / name).read_bytes() for name in (card.network, card.look, card.prototypes)}
    text = DEFAULT_CARD.read_text(encoding="utf-8")

    def case(rng: Generator) -> str:
        name = str(rng.choice([card.network, card.look, card.prototypes], p=[0.4, 0.4, 0.2]))
        bad = damage.bytes_of(files[name], rng)
        for other, data in files.items():
            (home / other).write_bytes(bad if other == name else data)
        new = text if honest else text.replace(sha256(files[name]), sha256(bad))
        (home / "card.yaml").write_text(new, encoding="utf-8")
        Eyes(home / "card.yaml")(np.full((240, 320, 3), 99, np.uint8))
        return USED

    return case


if __name__ == "__main__":
    sys.exit(main())
