"""`python -m models.train VERB`: train the eyes on pictures, export them, evaluate them; train the ranker."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.train import floor_head, integers
from models.train.ranker import command as ranker

if TYPE_CHECKING:
    from models.train.data import Example

DATA, CHECKPOINT, MODEL = Path("data/eyes"), Path("checkpoints/eyes.pt"), Path("models/eyes.onnx")
CALIBRATION = 150
"""About how many pictures give the ranges for rounding to int8."""


def main() -> None:
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
    export = verbs.add_parser("export", help="write the int8 network, the prototypes and the card")
    export.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    export.add_argument("--data", type=Path, default=DATA, help="pictures that give the ranges of the numbers")
    export.add_argument("--out", type=Path, default=MODEL)
    export.add_argument("--trained", required=True, help="in words, for the card: when, on what, for how long")
    calibrate = verbs.add_parser("calibrate", help="make scores probabilities, on worlds never seen")
    evaluate = verbs.add_parser("evaluate", help="measure on worlds never seen")
    for verb, seeds in ((calibrate, "500020-500029"), (evaluate, "500000-500019")):
        verb.add_argument("--seeds", default=seeds, help="first and last seed of the worlds")
        verb.add_argument("--images", type=int, default=50, help="pictures a world")
        verb.add_argument("--data", type=Path, default=Path("data/eyes-validation"))
        verb.add_argument("--model", type=Path, default=MODEL.with_suffix(".yaml"))
    doors = verbs.add_parser("evaluate-doorways", help="measure the third head on worlds never seen")
    doors.add_argument("--seeds", default="500000-500019", help="first and last seed of the worlds")
    doors.add_argument("--images", type=int, default=50, help="pictures a world")
    doors.add_argument("--data", type=Path, default=Path("data/doorways-validation"))
    doors.add_argument("--model", type=Path, default=MODEL.with_suffix(".yaml"))
    evaluate.add_argument("--cheap", action="store_true", help="through a bad lens instead of the simulated car's own")
    evaluate.add_argument("--float", dest="checkpoint", type=Path, help="this checkpoint in 32-bit floats instead of --model")
    examine = verbs.add_parser("examine", help="what the eyes promise, on worlds never seen: int8 beside 32-bit floats")
    examine.add_argument("--seeds", default="500000-500019", help="first and last seed of the worlds")
    examine.add_argument("--images", type=int, default=50, help="pictures a world")
    examine.add_argument("--data", type=Path, default=Path("data/eyes-examination"))
    examine.add_argument("--model", type=Path, default=MODEL.with_suffix(".yaml"))
    examine.add_argument("--float", dest="checkpoint", type=Path, help="a checkpoint to compare with, in 32-bit floats")
    ranker.add(verbs)
    integers.add(verbs)
    floor_head.add(verbs)
    arguments = parser.parse_args()
    {"train": _train, "export": _export, "calibrate": _calibrate, "evaluate": _evaluate,
     "examine": _examine, "evaluate-doorways": _evaluate_doorways, "ranker": ranker.run,
     "integers": integers.run, "floor-head": floor_head.run}[arguments.verb](arguments)


def _train(arguments: argparse.Namespace) -> None:
    from models.train.team import together
    from models.train.train import Plan, train

    plan = Plan(passes=arguments.passes, minutes=arguments.minutes, rate=arguments.rate, compile=arguments.compile)
    work = partial(train, tuple(arguments.data), plan, arguments.checkpoint, arguments.from_weights)
    together(arguments.processes, work)


def _export(arguments: argparse.Namespace) -> None:
    from models.train.data import Pictures
    from models.train.export import load, write

    pictures = Pictures(arguments.data)
    step = max(1, len(pictures) // CALIBRATION)
    calibration = [pictures[index].picture for index in range(0, len(pictures), step)]
    write(*load(arguments.checkpoint), calibration, arguments.out, arguments.trained)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.2f} MB")


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


def _evaluate(arguments: argparse.Namespace) -> None:
    from models.runtime import Eyes
    from models.train.evaluate import evaluate, table
    from models.train.export import load, write
    from robot.sim.stage import DEFAULT_LENS

    card, examples = arguments.model, _unseen(arguments)
    if arguments.checkpoint:
        card = write(*load(arguments.checkpoint), [], arguments.data / "float.onnx", "32-bit floats")
    print(table(evaluate(Eyes(card), examples, None if arguments.cheap else DEFAULT_LENS)))


def _examine(arguments: argparse.Namespace) -> None:
    from models.runtime import Eyes
    from models.train.examine import examine, table
    from robot.sim.stage import DEFAULT_LENS

    examples = _unseen(arguments)
    named = {"int8": examine(Eyes(arguments.model), examples, DEFAULT_LENS)}
    if arguments.checkpoint:
        from models.train.export import load, write

        card = write(*load(arguments.checkpoint), [], arguments.data / "float.onnx", "32-bit floats")
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


if __name__ == "__main__":
    main()
