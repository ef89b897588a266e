from __future__ import annotations

import pytest

from benchmarks import drives


def test_the_instruction_is_typed_or_spoken() -> None:
    assert drives.said("go to the bed", drives.parse([])) == ["--say", "go to the bed"]
    assert drives.said("go to the bed", drives.parse(["--speak"])) == ["--speak", "go to the bed"]
    assert drives.said("go", drives.parse(["--speak", "--snr", "20"])) == ["--speak", "go", "--snr", "20.0"]
    with pytest.raises(SystemExit):
        drives.parse(["--snr", "20"])


def test_another_thing_is_not_what_was_meant() -> None:
    assert drives.meant("bed", {"understood": "go to the bed"})
    assert not drives.meant("bed", {"understood": "go to the shed"})
    assert drives.meant("tv", {"understood": "go to the tv"})
