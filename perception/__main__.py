"""The eyes from the command line: `python -m perception look IMAGE …` tells what pictures show, `evaluate` how often that is
right; `teach NAME --images DIR|--camera` shows it something new, `taught` lists, renames and forgets that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from perception import evaluate, geometry_command, look, photograph, teach_command
from perception.detectors.choose import DEFAULT, detector
from perception.detectors.seen import Image, Seen
from perception.imprint import TeachingError
from perception.labels import Labels, Truth
from perception.photograph import PictureError
from robot.errors import SetupError


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 all done, 1 some pictures could not be read or nothing was learned from them, 2 bad usage or setup."""
    options = _parser().parse_args(arguments)
    try:
        match options.verb:
            case "look":
                return _look(options)
            case "evaluate":
                return _evaluate(options)
        print(options.run(options))
        return 0
    except TeachingError as error:
        print(error, file=sys.stderr)
        return 1
    except (SetupError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _look(options: argparse.Namespace) -> int:
    paths = [file for path in options.image for file in (photograph.in_folder(path) if path.is_dir() else [path])]
    unread = 0
    for path, seen in look.look(paths, detector(options.model, options.models), options.score, options.out):
        if isinstance(seen, PictureError):
            unread += 1
            print(seen, file=sys.stderr)
            if options.json:
                print(json.dumps({"image": str(path), "error": str(seen)}))
        else:
            print(_line(path, seen) if options.json else f"{path}\n{look.told(seen)}")
    return 1 if unread else 0


def _line(path: Path, seen: list[Seen]) -> str:
    things = [{"word": thing.word, "score": round(thing.score, 4), "box": [round(edge, 1) for edge in thing.box]}
              for thing in seen]
    return json.dumps({"image": str(path), "seen": things})


def _evaluate(options: argparse.Namespace) -> int:
    unread: list[PictureError] = []
    labels, paths = Labels(options.labels), photograph.in_folder(options.images)
    result = evaluate.evaluate(options.model, detector(options.model, options.models), _labelled(paths, labels, unread))
    print(evaluate.told(result))
    if options.json is not None:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")
    return 1 if unread else 0


def _labelled(paths: list[Path], labels: Labels, unread: list[PictureError]) -> Iterator[tuple[Image, Truth]]:
    """Pictures with their truth; those that can't be read are told of and passed over. No label file: nothing is there."""
    if not any(labels.of(path) for path in paths):
        raise ValueError(f"no picture of {paths[0].parent} has labels: is it the folder that they belong to?")
    for path in paths:
        try:
            yield photograph.read(path), labels.of(path) or Truth(np.empty((0, 4), dtype=np.float32), ())
        except PictureError as error:
            unread.append(error)
            print(error, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m perception", description="What the eyes see; teaching them more.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    looking = verbs.add_parser("look", help="say, and draw, what pictures show")
    looking.add_argument("image", type=Path, nargs="+", help="picture files, or folders of them")
    looking.add_argument("--json", action="store_true", help="a line of JSON for each picture")
    looking.add_argument("--out", type=Path, metavar="DIR", help="put annotated pictures here")
    looking.add_argument("--score", type=_share, default=look.LEAST_SCORE, help="the least score (default %(default)s)")
    judging = verbs.add_parser("evaluate", help="measure AP50 on labelled pictures")
    judging.add_argument("--images", type=Path, required=True, metavar="DIR")
    judging.add_argument("--labels", type=Path, required=True, metavar="FILE",
                         help="the data set's YAML file (names, labels), or the folder of its YOLO text files")
    judging.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here as well")
    for verb in (looking, judging):
        verb.add_argument("--model", default=DEFAULT, help="a name of `python -m models list` (default: our own eyes)")
        verb.add_argument("--models", type=Path, metavar="FOLDER",
                          help="where pulled models are (default: ~/.cache/heed/models)")
    teach_command.add(verbs)
    geometry_command.add(verbs)
    return parser


def _share(text: str) -> float:
    value = float(text)
    if not 0.0 < value < 1.0:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


if __name__ == "__main__":
    sys.exit(main())
