"""The gyro at rest: its bias is found, and a car that is moved is not believed."""

from __future__ import annotations

import numpy as np
import pytest

from control.calibration.procedure import Readings, Refused
from control.calibration.rest import of, rest
from control.calibration.run import measure
from robot.messages import Inertial, WheelAngles
from tests.control.plant import Plant, PlantStation

BIAS = np.array([0.03, -0.02, 0.05])


def heard(gyro: np.ndarray[tuple[int, int], np.dtype[np.float64]], up: float = 9.8, rolled: float = 0.0) -> list[Readings]:
    times = [k * 20_000_000 for k in range(len(gyro))]
    return [Readings(t_ns=t, wheels=WheelAngles(t_ns=t, left_rad=k * rolled, right_rad=0.0),
                     inertial=Inertial(t_ns=t, gyro_radps=(row[0], row[1], row[2]), acceleration_mps2=(0.0, 0.0, up)))
            for k, (t, row) in enumerate(zip(times, gyro.tolist(), strict=True))]


def still(seed: int = 1) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.asarray(BIAS + np.random.default_rng(seed).normal(0.0, 0.003, (300, 3)))


@pytest.mark.parametrize("seed", range(5))
def test_bias_and_deviation(seed: int) -> None:
    found = of(heard(still(seed)))
    assert found.bias_radps == pytest.approx(tuple(BIAS), abs=0.001)
    assert found.deviation_radps == pytest.approx((0.003,) * 3, rel=0.25)
    assert (found.samples, found.upside_down) == (300, False)


def test_each_measurement_counts_once() -> None:
    assert of([readings for readings in heard(still()) for _ in range(2)]).samples == 300


def test_upside_down() -> None:
    assert of(heard(still(), up=-9.8)).upside_down


def pushed() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    gyro = still()
    gyro[200:220, 2] += 0.2
    return gyro


def turning() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.asarray(still() + np.linspace(0.0, 0.03, 300)[:, None])


@pytest.mark.parametrize("gyro", [pushed(), turning()], ids=["pushed", "turning"])
def test_a_car_that_is_moved_is_refused(gyro: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    with pytest.raises(Refused, match="moved"):
        of(heard(gyro))


def test_other_nonsense_is_refused() -> None:
    with pytest.raises(Refused, match="wheel turned"):
        of(heard(still(), rolled=0.01))
    with pytest.raises(Refused, match="at rest"):
        of(heard(np.asarray(still() + 1.0)))
    with pytest.raises(Refused, match=r"9\.8"):
        of(heard(still(), up=2.0))
    with pytest.raises(Refused, match="silent"):
        of(heard(still())[:5])


def test_it_listens_without_a_voltage() -> None:
    plant = Plant()
    found = measure(rest(2.0), PlantStation(plant))
    assert found.bias_radps == pytest.approx((0.01, 0.0, -0.02))
    assert set(plant.sent) == {(0.0, 0.0)}
