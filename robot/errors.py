"""The errors that a person can mend: the program ends with their text and exit code 2, without a traceback."""

from __future__ import annotations


class SetupError(Exception):
    """Something that was given or installed is not right. The text says what, where, and what to do."""
