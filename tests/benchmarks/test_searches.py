"""The searches benchmark: what it is given and what it says."""

from __future__ import annotations

import pytest

from benchmarks.searches import navigator, table
from control.explore import ExploreConfig
from control.navigate import NavigateConfig
from control.search import SearchConfig


def test_settings_are_put_into_one_another() -> None:
    config = navigator(["search.explore.home_m=4", "search.failures=3", "tick_s=0.1"])
    assert config == NavigateConfig(search=SearchConfig(explore=ExploreConfig(home_m=4), failures=3), tick_s=0.1)


@pytest.mark.parametrize("text", ["search.failures", "search.failures=many", "search.failure=3"])
def test_what_is_no_setting_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        navigator([text])


def test_a_search_that_failed_counts_as_the_whole_time() -> None:
    runs = [{"success": True, "seconds": 20.0, "contacts": 0}, {"success": False, "seconds": 100.0, "contacts": 1}]
    assert "found 50.0 %" in table(runs) and "mean 210 s" in table(runs) and "0.50 contacts" in table(runs)
