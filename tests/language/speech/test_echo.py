from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.speech.echo import SOUND_MPS, Room, any_room, convolve, impulse_response

ROOM = Room((5.0, 4.0, 2.5), (1.5, 2.0, 1.5), (4.0, 2.5, 0.12), 0.4)


def test_the_direct_sound_comes_first_and_the_floor_next() -> None:
    response = impulse_response(ROOM)
    talker, microphone = np.array(ROOM.talker_m), np.array(ROOM.microphone_m)
    direct_m, floor_m = (float(np.linalg.norm(talker * (1, 1, sign) - microphone)) for sign in (1, -1))
    delay = (floor_m - direct_m) / SOUND_MPS * 16_000
    assert response[0] == pytest.approx(1)
    assert response[int(delay)] + response[int(delay) + 1] == pytest.approx(0.75 * direct_m / floor_m, rel=0.2)


@pytest.mark.parametrize("decay_s", [0.25, 0.5])
def test_the_echo_falls_by_60_db_in_about_its_time(decay_s: float) -> None:
    response = impulse_response(Room(ROOM.size_m, ROOM.talker_m, ROOM.microphone_m, decay_s)).astype(np.float64)
    left_db = 10 * np.log10(np.cumsum(response[::-1] ** 2)[::-1] / (response @ response))
    falls_20_db_s = (np.argmax(left_db < -25) - np.argmax(left_db < -5)) / 16_000
    assert 3 * falls_20_db_s == pytest.approx(decay_s, rel=0.35)


@given(st.integers(0, 1000))
def test_any_room_holds_both(seed: int) -> None:
    room = any_room(np.random.default_rng(seed))
    assert all(0 < place < side for point in (room.talker_m, room.microphone_m)
               for place, side in zip(point, room.size_m, strict=True))
    assert room == any_room(np.random.default_rng(seed))


def test_a_voice_in_the_room_is_the_sum_of_its_echoes() -> None:
    random = np.random.default_rng(0)
    dry, response = random.standard_normal(700).astype(np.float32), impulse_response(ROOM)[:333]
    assert np.allclose(convolve(dry, response), np.convolve(dry, response), atol=1e-4)
    assert convolve(dry[:0], response).shape == (0,)
