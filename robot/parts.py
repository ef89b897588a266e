"""What can be wrong with a part of the car, told so that a person can mend it: what, where it is wired, what to do."""

from __future__ import annotations

import errno

from robot.errors import SetupError

ABSENT = (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EREMOTEIO, errno.EIO, errno.ETIMEDOUT)
"""How Linux says that nothing is there; EREMOTEIO, ENXIO, EIO and ETIMEDOUT: nobody answered on the I2C bus."""


class PartError(SetupError, OSError):
    """A part of the car can't be used."""


class PartMissing(PartError):
    """It is not there, or what drives it is not installed."""


class PartBusy(PartError):
    """Another program, or the kernel, has it."""


class PartForbidden(PartError, PermissionError):
    """This user may not use it."""


def explained(error: OSError, what: str, absent: str, busy: str, forbidden: str) -> PartError:
    """The error that tells a person about `error`: `what` and where it is, then the advice that fits."""
    if error.errno in ABSENT:
        return PartMissing(f"{what} is not there: {absent}")
    if error.errno == errno.EBUSY:
        return PartBusy(f"{what} is in use by another program: {busy}")
    if error.errno in (errno.EACCES, errno.EPERM):
        return PartForbidden(f"{what} may not be used by this user: {forbidden}")
    return PartError(f"{what}: {error.strerror or error}")
