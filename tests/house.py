"""The rules of the house, as checks on source text: each takes a file's path and syntax tree and yields complaints."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("robot", "perception", "language", "control", "models", "benchmarks", "docs", "tests")
HEAVY = {
    "cv2", "onnxruntime", "vosk", "mujoco", "sounddevice", "torch", "onnx", "onnxscript", "OpenGL", "RPi", "lgpio", "smbus2",
    "picamera2", "libcamera", "soundfile", "soxr", "webrtcvad",
}  # fmt: skip
CLOCKS = {"time", "datetime", "sched"}
THREADS = {"threading", "multiprocessing", "_thread", "asyncio"}
# Who may make threads or locks, and why.
MAY_THREAD = {
    "robot/threaded_executor.py",  # a thread per node
    "robot/bus.py",  # a lock only, while readers come and go; none while messages move
    "robot/recorder.py",  # a lock only: the threads of all nodes write one file
    "robot/console.py",  # a lock only: so do they here
    "robot/progress.py",  # a lock only: they write one terminal
    "perception/cameras/reader.py",  # a thread that waits for a camera, so that no node does
}
MAX_LINES = 400
MAX_FUNCTION_LINES = 60


class Source(NamedTuple):
    """A Python file: its path from the root of the repository, its text and its syntax tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module


def source(path: str, text: str) -> Source:
    return Source(PurePosixPath(path), text, ast.parse(text))


def sources() -> list[Source]:
    """Every Python file of ours."""
    files = (file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")))
    return [source(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files]


def house_of(module: str) -> str | None:
    """The room that a module is in, None when it is not ours."""
    first, second, *_ = [*module.split("."), "", ""]
    if first not in FOLDERS:
        return None
    if f"{first}.{second}" in ("robot.sim", "robot.dashboard", "robot.launch", "models.train"):
        return f"{first}.{second}"
    return first


# What each room may import besides itself; rooms that are not named may import everything.
DOORS: dict[str, set[str]] = {
    "robot": set(),
    "robot.sim": {"robot"},
    "robot.dashboard": {"robot"},
    "perception": {"robot", "models"},
    "language": {"robot", "models"},
    "control": {"robot"},
    "models": {"robot"},
}


def is_tool(path: PurePosixPath) -> bool:
    """Tools and tests, which don't run on the car."""
    return path.parts[0] in ("benchmarks", "docs", "tests") or path.parts[:2] == ("models", "train")


def is_command(path: PurePosixPath) -> bool:
    """Files that are there to talk to a terminal."""
    return path.name == "__main__.py" or str(path) == "robot/launch.py" or is_tool(path)


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported module with its line, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def through_doors(source: Source) -> Iterator[str]:
    """Rooms import only what DOORS allows; nobody imports relatively."""
    home = house_of(".".join(source.path.with_suffix("").parts)) or ""
    for line, module in imports(source.tree):
        room = house_of(module)
        if home in DOORS and room is not None and room != home and room not in DOORS[home]:
            yield f"{source.path}:{line}: {home} may not import {module}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{source.path}:{node.lineno}: relative import"


def light_to_import(source: Source) -> Iterator[str]:
    """No heavy or hardware library is imported when a module is."""
    if is_tool(source.path):
        return
    for node in _run_at_import(source.tree.body):
        for line, module in imports(node):
            if module.split(".")[0] in HEAVY:
                yield f"{source.path}:{line}: imports {module} at module level; import it where it is used"


def _run_at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The simple statements that run when the module is imported."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _run_at_import(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef | ast.For | ast.While):
            blocks = [node.body, getattr(node, "orelse", []), getattr(node, "finalbody", [])]
            blocks += [handler.body for handler in getattr(node, "handlers", [])]
            yield from _run_at_import([statement for block in blocks for statement in block])
        else:
            yield node


def told_the_time(source: Source) -> Iterator[str]:
    """Only robot/clock.py knows a clock."""
    if is_tool(source.path) or str(source.path) == "robot/clock.py":
        return
    for line, module in imports(source.tree):
        if module.split(".")[0] in CLOCKS:
            yield f"{source.path}:{line}: imports {module}; only robot/clock.py reads a clock or sleeps"


def silent(source: Source) -> Iterator[str]:
    """Only commands print."""
    if not is_command(source.path):
        yield from (f"{source.path}:{node.lineno}: print" for node in _calls(source.tree, "print"))


def repeatable(source: Source) -> Iterator[str]:
    """No salted hashes, no global random numbers, no code from strings."""
    for name in ("hash", "eval", "exec"):
        if not is_tool(source.path):
            yield from (f"{source.path}:{node.lineno}: {name}()" for node in _calls(source.tree, name))
    for line, module in imports(source.tree):
        if module.split(".")[0] in ("random", "pickle", "uuid", "secrets"):
            yield f"{source.path}:{line}: imports {module}"


def threadless(source: Source) -> Iterator[str]:
    """Threads and locks are the executor's."""
    if is_tool(source.path) or str(source.path) in MAY_THREAD:
        return
    for line, module in imports(source.tree):
        if module.split(".")[0] in THREADS or module.startswith("concurrent.futures"):
            yield f"{source.path}:{line}: imports {module}; nodes are step functions, the executor has the threads"


def careful(source: Source) -> Iterator[str]:
    """No bare except; a wide one says why on its line or above it."""
    lines = source.text.splitlines()
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"everything"}
        beside, above = lines[node.lineno - 1].partition("#")[2], lines[node.lineno - 2].strip()
        comment = beside.strip() or above.startswith("#")
        if names & {"everything", "Exception", "BaseException"} and not comment:
            yield f"{source.path}:{node.lineno}: catches {', '.join(sorted(names))} and does not say why"
        if node.type is None:
            yield f"{source.path}:{node.lineno}: bare except"


def unswitched(source: Source) -> Iterator[str]:
    """No reading of the environment inside logic: what can be chosen is in the launch file."""
    if is_command(source.path):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            reads = ast.unparse(node.func) in ("os.getenv", "os.environ.get")
        elif isinstance(node, ast.Subscript):
            reads = isinstance(node.ctx, ast.Load) and ast.unparse(node.value) == "os.environ"
        else:
            continue
        if reads:
            yield f"{source.path}:{node.lineno}: reads the environment"


def small(source: Source) -> Iterator[str]:
    """Files and functions can be held in the head."""
    length = len(source.text.splitlines())
    if length > MAX_LINES:
        yield f"{source.path}: {length} lines; {MAX_LINES} is the most"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES:
            yield f"{source.path}:{node.lineno}: {node.name} has more than {MAX_FUNCTION_LINES} lines"


def published(source: Source) -> Iterator[str]:
    """The names of the topics that a file takes publishers of."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "publisher" and node.args:
            topic = ast.unparse(node.args[0])
            if topic.startswith("topics."):
                yield topic.removeprefix("topics.")


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


RULES = (through_doors, light_to_import, told_the_time, silent, repeatable, threadless, careful, unswitched, small)
