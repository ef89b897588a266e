"""Where the files of the registry lie on this machine, and whether they are what the registry says."""

from __future__ import annotations

from pathlib import Path

from models import registry
from models.registry import FILE_NAME, Entry, is_own
from models.runtime import HERE, ModelError, checked, read_struct


def default_folder() -> Path:
    """The user's folder for networks that are not ours."""
    return Path.home() / ".cache" / "heed" / "models"


def path_of(entry: Entry, folder: Path | None = None) -> Path:
    """Where the entry's file is, or would be."""
    return (HERE if is_own(entry) else folder or default_folder()) / entry.file


def find(name: str, folder: Path | None = None) -> Entry:
    """The entry of a name: of what was made on this machine (`python -m models.train integers`), else the registry's."""
    made = (folder or default_folder()) / f"{name}.yaml"
    if FILE_NAME.fullmatch(made.name) and made.is_file():
        return read_struct(made, Entry, "make it anew, or delete it")
    return registry.find(name)


def read_network(name: str, entry: Entry, folder: Path | None = None) -> bytes:
    """The file's bytes; ModelError with the remedy where it is missing or another."""
    return checked(path_of(entry, folder), entry.sha256, _remedy(name, entry))


def state(entry: Entry, folder: Path | None = None) -> str:
    """In a word or two: `here`, `not here` or what is wrong with the file."""
    path = path_of(entry, folder)
    try:
        for file, sha256 in {path: entry.sha256, **{path.parent / name: sha for name, sha in entry.beside.items()}}.items():
            checked(file, sha256, "")
    except ModelError:
        return "damaged" if path.exists() else "not here"
    except OSError as error:
        return f"unreadable: {error.strerror}"
    return "here"


def _remedy(name: str, entry: Entry) -> str:
    if is_own(entry):
        return "get the repository's own with `git checkout models/`"
    return f"get it with `python -m models pull {name}`" + ("" if entry.url else " --from FOLDER")
