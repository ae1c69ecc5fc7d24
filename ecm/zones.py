"""The zone that people here live in."""

from __future__ import annotations

from zoneinfo import ZoneInfo

CALIFORNIA = ZoneInfo("America/Los_Angeles")
