"""`python -m models list | pull | verify | benchmark`: which networks there are, how to get one, what it costs.

`make-data` and `import-furniture` make what networks are trained on.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from models import archive, commands, registry, store
from models.arguments import positive
from models.benchmark import RUNS
from models.pull import pull
from robot.errors import SetupError

TOOLS = {
    "make-data": ("models.train.make_data", "render labelled pictures to train on"),
    "import-furniture": ("models.train.furniture.command", "shapes that others modelled, for those pictures"),
}
"""Verbs of the workshop. They are loaded by name when asked for: what runs on the car needs nothing of them."""


def main(arguments: list[str]) -> int:
    """Exit status: 0 done, 1 something is not as it should be, 2 bad usage or a file that can't be had."""
    if arguments and arguments[0] in TOOLS:
        return int(importlib.import_module(TOOLS[arguments[0]][0]).main(arguments[1:]))
    options = _parser().parse_args(arguments)
    try:
        return _done(options)
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _done(options: argparse.Namespace) -> int:
    if options.verb == "list":
        print(commands.table(options.to))
    elif options.verb == "pull":
        _pull(options)
    elif options.verb == "verify":
        text, well = commands.verify(options.name, options.to)
        print(text)
        return 0 if well else 1
    else:
        print(commands.benchmark(options.name, options.to, options.json, options.runs))
    return 0


def _pull(options: argparse.Namespace) -> None:
    folder, source = options.to or store.default_folder(), getattr(options, "from")
    packed = archive.read().get(options.name)
    entry = packed or registry.find(options.name)
    print(commands.about(options.name, entry))
    if packed is not None and archive.state(packed, folder) == "here":
        print(f"{folder / packed.folder}: it is here")
        return
    path = pull(options.name, entry, folder, source, _progress)
    print(f"\n{path}: right size, right checksum")
    if packed is not None:
        path = archive.unpack(packed, folder)
        print(f"{path}: unpacked; have the car hear with it: --set speech.listening.model={options.name}")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() or done == total:
        print(f"\r{done / 1e6:.2f} of {total / 1e6:.2f} MB", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models", description="The networks that the car can use.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, explained in (("list", "all of them, in a table"), ("pull", "fetch one, or copy it from a folder"),
                            ("verify", "check the files that are here"), ("benchmark", "measure what one costs here")):
        command = verbs.add_parser(verb, help=explained, description=explained)
        command.add_argument("--to", type=Path, metavar="FOLDER", help="where the files are (default: ~/.cache/heed/models)")
        if verb != "list":
            command.add_argument("name", nargs="?" if verb == "verify" else None)
        if verb == "pull":
            command.add_argument("--from", type=Path, metavar="FOLDER", help="copy the file from here; nothing is fetched")
        if verb == "benchmark":
            command.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here as well")
            command.add_argument("--runs", type=positive, default=RUNS, help=f"how many runs to measure (default {RUNS})")
    for verb, (_, explained) in TOOLS.items():
        verbs.add_parser(verb, help=explained)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
