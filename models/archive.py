"""Models that come as an archive of many files, such as Vosk's: which there are, and how one is unpacked, wholly."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath
from typing import Annotated

import msgspec

from models.registry import REGISTRY, FileName, Sha256
from models.runtime import ModelError, read_struct

MARK = ".heed-archive"
"""The file in an unpacked folder that says which archive it came from."""


class Archive(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A zip file with one folder in it, which is the model."""

    file: FileName
    folder: FileName
    bytes: Annotated[int, msgspec.Meta(gt=0)]
    sha256: Sha256
    licence: str
    source: str
    """In words: whose it is, and where the checksum comes from."""
    url: Annotated[str, msgspec.Meta(pattern="^(https://.+)?$")] = ""
    hears: str
    """In words: what it is good for."""
    card: str


class _Shelf(msgspec.Struct, frozen=True):
    """The registry's part that is about archives."""

    speech: dict[str, Archive]


def read(path: Path = REGISTRY) -> dict[str, Archive]:
    """All of the registry, by name; ModelError where the file is wrong."""
    return read_struct(path, _Shelf, f"compare it with {REGISTRY}").speech


def state(archive: Archive, folder: Path) -> str:
    """`here`, `not here`, or `another` where the folder has that name but was not unpacked from this archive."""
    if not (folder / archive.folder).exists():
        return "not here"
    return "here" if _mark(folder / archive.folder) == archive.sha256 else "another"


def unpack(archive: Archive, folder: Path) -> Path:
    """The archive's folder beside it; the archive itself is then gone. ModelError where it is not as it should be."""
    file, target, part = folder / archive.file, folder / archive.folder, folder / f"{archive.folder}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        with zipfile.ZipFile(file) as packed:
            for entry in packed.infolist():
                if PurePosixPath(entry.filename).parts[:1] != (archive.folder,) or ".." in PurePosixPath(entry.filename).parts:
                    raise ModelError(f"{file} holds {entry.filename}, which is no part of {archive.folder}")
            packed.extractall(part)
    except (zipfile.BadZipFile, OSError) as error:
        raise ModelError(f"{file} could not be unpacked: {error}; is there room on the disk?") from error
    (part / archive.folder / MARK).write_text(archive.sha256 + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    (part / archive.folder).rename(target)
    part.rmdir()
    file.unlink()
    return target


def _mark(folder: Path) -> str:
    try:
        return (folder / MARK).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
