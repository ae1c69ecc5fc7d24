"""The real clock."""

from __future__ import annotations

from datetime import date, datetime, timezone

from ecm.zones import CALIFORNIA


class SystemClock:
    """The machine's time; today is California's today."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(timezone.utc)

    def today(self) -> date:
        """Return today's date in California."""
        return self.now().astimezone(CALIFORNIA).date()
