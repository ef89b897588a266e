"""Brings a network's file to this machine: from its stated source or from a folder, whole and checked, or not at all."""

from __future__ import annotations

import hashlib
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from models.registry import Entry, is_own
from models.runtime import ModelError


class Offer(Protocol):
    """A file that can be had somewhere."""

    @property
    def file(self) -> str: ...
    @property
    def bytes(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def url(self) -> str: ...


Progress = Callable[[int, int], None]
"""Told (bytes so far, bytes in all)."""

CHUNK = 1 << 16
TIMEOUT_S = 30.0


def pull(name: str, entry: Offer, folder: Path, source: Path | None, progress: Progress) -> Path:
    """Put the file into `folder` and return its path; ModelError where it can't be had or is not the right one.

    What was fetched before an interruption lies in FILE.part, and is gone on with. A file that is there and right stays.
    """
    if isinstance(entry, Entry) and is_own(entry):
        raise ModelError(f"{name} is our own: it comes with the repository, there is nothing to pull")
    target = folder / entry.file
    if target.exists() and _sha256(target) == entry.sha256:
        return target
    part = folder / f"{entry.file}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if part.exists() and part.stat().st_size >= entry.bytes and _sha256(part) != entry.sha256:
            part.unlink()
        if not part.exists() or part.stat().st_size < entry.bytes:
            _fill(part, name, entry, source, progress)
        _accept(part, target, entry)
    except (OSError, http.client.HTTPException) as error:
        raise ModelError(f"{name} could not be brought to {folder}: {error}; try again, it goes on where it stopped") from error
    return target


def _fill(part: Path, name: str, entry: Offer, source: Path | None, progress: Progress) -> None:
    """Append to `part` what it lacks."""
    done = part.stat().st_size if part.exists() else 0
    if source is not None:
        with _file_in(source, entry).open("rb") as stream:
            stream.seek(done)
            _append(part, stream, done, entry, progress)
        return
    if not entry.url:
        raise ModelError(f"nobody offers {entry.file} for download ({entry.source}); "
                         f"bring the file and say `python -m models pull {name} --from FOLDER`")
    with _opened(entry.url, done) as stream:
        resumed = stream.status == 206  # anything else starts from the first byte
        if not resumed:
            part.unlink(missing_ok=True)
        _append(part, stream, done if resumed else 0, entry, progress)


def _opened(url: str, done: int) -> Any:
    request = urllib.request.Request(url, headers={"Range": f"bytes={done}-"} if done else {})
    try:
        return urllib.request.urlopen(request, timeout=TIMEOUT_S)
    except urllib.error.URLError as error:
        raise ModelError(f"{url} could not be fetched: {error}; is the network there? "
                         f"`--from FOLDER` takes the file from a folder instead") from error


def _file_in(folder: Path, entry: Offer) -> Path:
    path = folder / entry.file
    if not path.is_file():
        raise ModelError(f"{path} is missing: --from takes the folder that holds {entry.file}")
    return path


def _append(part: Path, stream: BinaryIO, done: int, entry: Offer, progress: Progress) -> None:
    with part.open("ab") as out:
        progress(done, entry.bytes)
        while chunk := stream.read(CHUNK):
            out.write(chunk)
            done += len(chunk)
            progress(done, entry.bytes)
            if done > entry.bytes:  # not the file we know: never fill the disk
                break
        out.flush()
        os.fsync(out.fileno())


def _accept(part: Path, target: Path, entry: Offer) -> None:
    """Give the file its name, if it is the right one."""
    size = part.stat().st_size
    if size < entry.bytes:
        raise ModelError(f"only {size} of {entry.bytes} bytes of {entry.file} came; try again, it goes on where it stopped")
    found = _sha256(part)
    if size > entry.bytes or found != entry.sha256:
        part.unlink()
        raise ModelError(f"what came as {entry.file} is another file ({size} bytes, SHA-256 {found[:12]}…, not {entry.bytes} "
                         f"bytes, {entry.sha256[:12]}…); it was deleted. Is there another source? --from FOLDER takes it")
    part.replace(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
