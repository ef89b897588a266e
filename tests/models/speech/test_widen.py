"""A widened network hears the same, and can learn more."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="training needs `pip install 'heed[train]'`")

from models.train.speech.network import Ears  # noqa: E402
from models.train.speech.widen import widened  # noqa: E402


def test_it_hears_the_same_at_first_and_learns_with_the_new_channels() -> None:
    torch.manual_seed(1)
    narrow, wide = Ears(8, torch.randn(40), torch.rand(40) + 0.5), Ears(20, torch.zeros(40), torch.ones(40))
    wide.load_state_dict(widened(narrow.state_dict(), wide.state_dict()))
    heard = torch.randn(2, 40, 80)
    for said, meant in zip(wide.eval()(heard), narrow.eval()(heard), strict=True):
        torch.testing.assert_close(said, meant, rtol=1e-5, atol=1e-5)

    wide(heard)[0].square().sum().backward()
    assert wide.sequence.weight.grad is not None
    assert (wide.sequence.weight.grad[:, 8:].abs().sum(0) > 0).any()
