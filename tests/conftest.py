"""The same tests on every run: hypothesis draws the same examples each time and has no clock to lose against."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("heed", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("heed")
