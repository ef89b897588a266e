"""`python -m models.train VERB`: train the eyes on pictures, export them, evaluate them; train the ranker."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.train import floor_head, integers
from models.train.data import DataError
from models.train.ranker import command as ranker
from robot.errors import SetupError

if TYPE_CHECKING:
    from models.train.data import Example

DATA, CHECKPOINT, MODEL = Path("data/eyes"), Path("checkpoints/eyes.pt"), Path("models/eyes.onnx")
LOOK = Path("checkpoints/look.pt")
EXAMINATION = Path("data/eyes-examination")
CALIBRATION = 150
"""About how many pictures give the ranges for rounding to int8."""


def main() -> int:
    """Exit status: 0 done, 2 not possible, which is told."""
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    train = verbs.add_parser("train", help="train; goes on from the checkpoint if there is one")
    train.add_argument("--data", type=Path, nargs="+", default=[DATA])
    train.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    train.add_argument("--passes", type=int, default=150_000, help="pictures to learn from, repeats counted")
    train.add_argument("--minutes", type=float, default=60.0, help="stop after this long in any case")
    train.add_argument("--rate", type=float, default=1.5e-3)
    train.add_argument("--compile", action="store_true", help="a minute's wait for a fifth less time (needs a C++ compiler)")
    train.add_argument("--processes", type=int, default=2, help="each learns from its own pictures, on one core")
    train.add_argument("--from-weights", type=Path, help="start from another checkpoint's averaged weights")
    look = verbs.add_parser("look", help="train the second look; goes on from the checkpoint if there is one")
    look.add_argument("--data", type=Path, nargs="+", default=[DATA])
    look.add_argument("--eyes", type=Path, default=CHECKPOINT, help="the first network's checkpoint, whose mistakes are learnt")
    look.add_argument("--checkpoint", type=Path, default=LOOK)
    look.add_argument("--minutes", type=float, default=60.0)
    look.add_argument("--threads", type=int, default=2)
    export = verbs.add_parser("export", help="write the int8 network, the prototypes and the card")
    export.add_argument("--out", type=Path, default=MODEL)
    export.add_argument("--trained", required=True, help="in words, for the card: when, on what, for how long")
    sweep = verbs.add_parser("sweep", help="which parts of the networks bear being rounded to int8 least")
    for verb in (export, sweep):
        verb.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
        verb.add_argument("--look", type=Path, default=LOOK, help="the second look's checkpoint")
        verb.add_argument("--data", type=Path, default=DATA, help="pictures that give the ranges of the numbers")
    refit = verbs.add_parser("refit", help="fit the prototypes to what both networks give")
    refit.add_argument("--data", type=Path, nargs="+", default=[DATA])
    refit.add_argument("--share", type=float, default=0.25, help="of the pictures that is looked at")
    refit.add_argument("--model", type=Path, default=MODEL.with_suffix(".yaml"))
    calibrate = verbs.add_parser("calibrate", help="make scores probabilities, on worlds never seen")
    examine = verbs.add_parser("examine", help="what the eyes promise, on worlds never seen: int8 beside 32-bit floats")
    doors = verbs.add_parser("evaluate-doorways", help="measure the third head on worlds never seen")
    for verb, seeds, data in ((calibrate, "500020-500029", EXAMINATION), (examine, "500000-500019", EXAMINATION),
                              (doors, "500000-500019", Path("data/doorways-validation"))):
        verb.add_argument("--seeds", default=seeds, help="first and last seed of the worlds")
        verb.add_argument("--images", type=int, default=50, help="pictures a world")
        verb.add_argument("--data", type=Path, default=data)
        verb.add_argument("--model", type=Path, default=MODEL.with_suffix(".yaml"))
    examine.add_argument("--float", dest="checkpoint", type=Path, help="a checkpoint to compare with, in 32-bit floats")
    examine.add_argument("--look", type=Path, default=LOOK, help="the second look's checkpoint, with --float")
    ranker.add(verbs)
    integers.add(verbs)
    floor_head.add(verbs)
    arguments = parser.parse_args()
    try:
        _VERBS[arguments.verb](arguments)
    except (SetupError, DataError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _train(arguments: argparse.Namespace) -> None:
    from models.train.team import together
    from models.train.train import Plan, train

    plan = Plan(passes=arguments.passes, minutes=arguments.minutes, rate=arguments.rate, compile=arguments.compile)
    work = partial(train, tuple(arguments.data), plan, arguments.checkpoint, arguments.from_weights)
    together(arguments.processes, work)


def _look(arguments: argparse.Namespace) -> None:
    from models.train.look_train import LookPlan, train_look

    plan = LookPlan(minutes=arguments.minutes, threads=arguments.threads)
    train_look(tuple(arguments.data), arguments.eyes, plan, arguments.checkpoint)


def _export(arguments: argparse.Namespace) -> None:
    from models.runtime import read_card
    from models.train.export import load, write

    trained, calibration = load(arguments.checkpoint, arguments.look), _spread(arguments.data)
    card = read_card(write(trained, calibration, arguments.out, arguments.trained))
    for name in (card.network, card.look):
        print(f"{name}: {(arguments.out.parent / name).stat().st_size / 1e6:.2f} MB")


def _spread(folder: Path) -> list[Example]:
    """Some pictures, from the first to the last."""
    from models.train.data import Pictures

    pictures = Pictures(folder)
    return [pictures[index] for index in range(0, len(pictures), max(1, len(pictures) // CALIBRATION))]


def _sweep(arguments: argparse.Namespace) -> None:
    from models.train.export import load, sweep

    print("| network | nodes rounded, all others in floats | signal to noise, dB |\n|---|---|---|")
    for network, parts in sweep(load(arguments.checkpoint, arguments.look), _spread(arguments.data)).items():
        for part in parts:
            print(f"| {network} | {part.nodes[0]} … {part.nodes[-1]} | {part.score:.1f} |")


def _refit(arguments: argparse.Namespace) -> None:
    from models.runtime import Eyes
    from models.train.refit import accuracy, refit, sightings, with_prototypes

    eyes, seen = Eyes(arguments.model), sightings(arguments.model, tuple(arguments.data), arguments.share)
    prototypes = refit(eyes.prototypes, eyes.card.scale, seen)
    with_prototypes(arguments.model, prototypes)
    before, after = accuracy(eyes.prototypes, seen), accuracy(prototypes, seen)
    print(f"{len(seen.kinds)} sightings: kind right {before:.4f} before, {after:.4f} now")


def _calibrate(arguments: argparse.Namespace) -> None:
    import msgspec

    from models.runtime import Eyes
    from models.train.calibrate import calibration
    from models.train.card import write_card
    from robot.sim.stage import DEFAULT_LENS

    eyes = Eyes(arguments.model)
    gain, shift = calibration(eyes, _unseen(arguments), DEFAULT_LENS)
    write_card(msgspec.structs.replace(eyes.card, score_gain=round(gain, 4), score_shift=round(shift, 4)), arguments.model)
    print(f"{arguments.model}: gain {gain:.3f}, shift {shift:.3f}")


def _examine(arguments: argparse.Namespace) -> None:
    from models.runtime import Eyes
    from models.train.examine import examine, table
    from robot.sim.stage import DEFAULT_LENS

    examples = _unseen(arguments)
    named = {"int8": examine(Eyes(arguments.model), examples, DEFAULT_LENS)}
    if arguments.checkpoint:
        from models.train.export import load, write
        from models.train.refit import with_prototypes

        card = write(load(arguments.checkpoint, arguments.look), [], arguments.data / "float.onnx", "32-bit floats")
        with_prototypes(card, Eyes(arguments.model).prototypes)
        named["fp32"] = examine(Eyes(card), examples, DEFAULT_LENS)
    print(table(named))


def _evaluate_doorways(arguments: argparse.Namespace) -> None:
    from models.runtime import Eyes
    from models.train.evaluate_doorways import evaluate, table

    print(table(evaluate(Eyes(arguments.model), _unseen(arguments, doorways=True))))


def _unseen(arguments: argparse.Namespace, doorways: bool = False) -> list[Example]:
    """Pictures of the wanted worlds, rendered now if they are not there yet."""
    from models.train.data import Pictures
    from models.train.render import Order, render

    first, last = (int(seed) for seed in arguments.seeds.split("-"))
    folder = arguments.data / arguments.seeds
    render(Order(folder, first, last - first + 1, arguments.images, 0, 2, examination=True, doorways=doorways))
    pictures = Pictures(folder)
    return [pictures[index] for index in range(len(pictures))]


_VERBS = {
    "train": _train, "look": _look, "export": _export, "sweep": _sweep, "refit": _refit, "calibrate": _calibrate,
    "examine": _examine, "evaluate-doorways": _evaluate_doorways, "ranker": ranker.run, "integers": integers.run,
    "floor-head": floor_head.run,
}

if __name__ == "__main__":
    sys.exit(main())
