"""What `python -m models` does, as text: `list`, `pull`, `verify`, `benchmark`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from models import archive, probe, registry, store
from models.archive import Archive
from models.benchmark import RUNS, Cost, measure
from models.registry import Entry


def table(folder: Path | None) -> str:
    """All models, a line each."""
    head = ("name", "task", "input", "MB", "ms", "licence", "state")
    rows = [head, *(_row(name, entry, folder) for name, entry in registry.read().items())]
    rows += [_archive_row(name, entry, folder) for name, entry in archive.read().items()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def about(name: str, entry: Entry | Archive) -> str:
    """What one should know before one takes a model."""
    return (f"{name}: {entry.file}, {entry.bytes} bytes\n  licence: {entry.licence}\n  source: {entry.source}"
            + (f"\n  {entry.url}" if entry.url else ""))


def verify(name: str | None, folder: Path | None) -> tuple[str, bool]:
    """A line for each model (or the one), and whether all is well: what was asked for is here, nothing is damaged.

    ModelError where onnxruntime itself is no good on this processor.
    """
    packed = archive.read()
    if name is not None and name in packed:
        return _verified_archive(name, packed[name], folder or store.default_folder())
    entries = registry.read() if name is None else {name: store.find(name, folder)}
    probe.check()
    states = {key: store.state(entry, folder) for key, entry in entries.items()}
    lines = [f"{key}: {state} ({store.path_of(entries[key], folder)})" for key, state in states.items()]
    lines += [_verified_archive(key, each, folder or store.default_folder())[0] for key, each in packed.items() if name is None]
    well = all(state == "here" or (name is None and state == "not here") for state in states.values())
    return "\n".join(lines), well


def benchmark(name: str, folder: Path | None, json_file: Path | None, runs: int = RUNS) -> str:
    """Measure and say; write JSON where asked."""
    probe.check()
    cost = measure(name, store.read_network(name, store.find(name, folder), folder), runs)
    if json_file is not None:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(cost), indent=2) + b"\n")
    return told(cost)


def told(cost: Cost) -> str:
    machine = cost.machine
    return (f"{cost.model}: p50 {cost.p50_ms:.1f} ms, p90 {cost.p90_ms:.1f} ms, p99 {cost.p99_ms:.1f} ms, "
            f"CPU {cost.cpu_ms:.1f} ms a run; peak {cost.peak_mb:.0f} MB; {cost.bytes / 1e6:.2f} MB; "
            f"{cost.runs} runs, one thread, network alone\n"
            f"{machine.processor}, {machine.cores} cores, {machine.architecture}, {machine.system}, "
            f"Python {machine.python}, onnxruntime {machine.onnxruntime}")


def _verified_archive(name: str, packed: Archive, folder: Path) -> tuple[str, bool]:
    state = archive.state(packed, folder)
    return f"{name}: {state} ({folder / packed.folder})", state == "here"


def _archive_row(name: str, packed: Archive, folder: Path | None) -> tuple[str, ...]:
    state = archive.state(packed, folder or store.default_folder())
    return name, "hear", "16 kHz", f"{packed.bytes / 1e6:.2f}", "", packed.licence.split(" (")[0], state


def _row(name: str, entry: Entry, folder: Path | None) -> tuple[str, ...]:
    latency = ", ".join(f"{ms:g}" for ms in entry.latency_ms.values())
    size = f"{entry.input.width_px}x{entry.input.height_px}"
    licence = entry.licence.split(" (")[0]
    return name, entry.task, size, f"{entry.bytes / 1e6:.2f}", latency, licence, store.state(entry, folder)
