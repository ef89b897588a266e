"""`python -m models make-data`: labelled pictures of generated worlds, rendered into a folder."""

from __future__ import annotations

import argparse
import importlib.util
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from models.arguments import counted, positive, share
from models.layout import HEIGHT_PX, WIDTH_PX
from models.train import manifest
from models.train.manifest import Manifest, Settings
from models.train.progress_bar import ProgressBar
from models.train.render import Order, render
from models.train.strangers import Strangers
from robot.errors import SetupError
from robot.sim import splits

LABELS_BYTES = 6_000
"""About what the labels of a picture take, at most."""

PICTURE_BYTES = WIDTH_PX * HEIGHT_PX * 3 + LABELS_BYTES
FIRST: dict[splits.Split, int] = {
    "test": 0, "validation": splits.FIRST_VALIDATION_SEED, "train": splits.FIRST_TRAIN_SEED,
}


def main(arguments: list[str]) -> int:
    """Exit status: 0 all there, 1 stopped or failed on the way, 2 bad usage or no room."""
    options = _parser().parse_args(arguments)
    try:
        return _made(options, shlex.join(["python", "-m", "models", "make-data", *arguments]))
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


def _made(options: argparse.Namespace, command: str) -> int:
    if importlib.util.find_spec("mujoco") is None:
        raise SetupError("the simulator is not installed: pip install -e .[sim]")
    settings, shards = _settings(options), -(-options.images // options.per_world)
    manifest.check(options.out, settings)
    before = _there(options.out, shards, settings.per_world)
    print(_told(options.out, settings, shards, before))
    options.out.mkdir(parents=True, exist_ok=True)
    record = Manifest(settings=settings, command=command, workers=options.workers, commit=_commit())
    manifest.write(options.out, manifest.counted(options.out, record))
    order = Order(options.out, settings.first_seed, shards, settings.per_world, 0, options.workers,
                  examination=settings.as_driven, doorways=settings.doorways,
                  foreign=options.foreign, foreign_share=settings.foreign_share)
    whole = _rendered(order, shards * settings.per_world, before)
    record = manifest.counted(options.out, record)
    manifest.write(options.out, record)
    print(f"{options.out}: {record.pictures:,} pictures of {len(record.worlds)} worlds, {sum(record.boxes.values()):,} boxes")
    if not whole:
        print("stopped; the same command goes on from here", file=sys.stderr)
    return 0 if whole else 1


def _rendered(order: Order, total: int, before: int) -> bool:
    """False if somebody pressed Ctrl-C; what was rendered till then is whole."""
    bar, done = ProgressBar(total, before, "pictures", sys.stderr), before
    try:
        def watch(count: int) -> None:
            nonlocal done
            done = before + count
            bar.show(done)

        return render(order, watch)
    finally:
        bar.close(done)


def _settings(options: argparse.Namespace) -> Settings:
    from robot.sim.kinds import KINDS

    first = FIRST[options.split] + options.skip_worlds
    last = first + -(-options.images // options.per_world) - 1
    if splits.split_of(last) != options.split:
        raise SetupError(f"worlds {first} to {last} are more than the {options.split} split has: "
                         "ask for fewer --images, or more of each world (--per-world)")
    return Settings(split=options.split, first_seed=first, per_world=options.per_world, as_driven=options.as_driven,
                    doorways=options.doorways, kinds=tuple(KINDS),
                    foreign=Strangers(options.foreign).checksum if options.foreign else "",
                    foreign_share=options.foreign_share if options.foreign else 0.0)


def _there(folder: Path, shards: int, per_world: int) -> int:
    """How many of the wanted pictures exist."""
    return per_world * sum(int(path.stem) < shards for path in manifest.shards(folder))


def _told(folder: Path, settings: Settings, shards: int, before: int) -> str:
    """What will be made and what room it takes; SetupError where there is too little."""
    needed = (shards * settings.per_world - before) * PICTURE_BYTES
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if needed > free:
        raise SetupError(f"{folder}: {needed / 1e9:.2f} GB are needed, {free / 1e9:.2f} GB are free: "
                         "make room, ask for fewer --images, or choose another --out")
    return (f"{shards * settings.per_world:,} pictures of {shards} {settings.split} worlds in {folder} ({before:,} are there): "
            f"{needed / 1e9:.2f} GB to write, {free / 1e9:.0f} GB free")


def _commit() -> str:
    ask = ["git", "-C", str(Path(__file__).resolve().parents[2]), "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(ask, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models make-data", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="go on there if it was begun")
    parser.add_argument("--images", type=positive, default=10_000, help="default %(default)s; rounded up to whole worlds")
    parser.add_argument("--split", choices=splits.SPLITS, default="train", help="whose worlds, shapes and textures")
    parser.add_argument("--per-world", type=positive, default=100, help="pictures of a world, a shard (default %(default)s)")
    parser.add_argument("--skip-worlds", type=counted, default=0, metavar="N", help="leave out the split's first N worlds")
    parser.add_argument("--as-driven", action="store_true", help="homes and offices as they are, through the car's own camera")
    parser.add_argument("--doorways", action="store_true", help="look at doorways and along halls, rather than at things")
    parser.add_argument("--foreign", type=Path, metavar="FOLDER", help="shapes that `python -m models import-furniture` made")
    parser.add_argument("--foreign-share", type=share, default=0.3, help="of the things that have some (default %(default)s)")
    parser.add_argument("--workers", type=positive, default=2, help="processes (default %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
