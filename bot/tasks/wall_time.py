"""Moments by the clocks on people's walls, which skip an hour in spring and repeat one in autumn."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

FIRST_ZONE = timezone(timedelta(hours=14))
"""Where a day begins first."""
LAST_ZONE = timezone(timedelta(hours=-12))
"""Where a day ends last: what is over there is over for everybody."""

_SECOND = timedelta(seconds=1)


def moment_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """When clocks in that zone show this, in UTC: the end of the gap if they never do, the first time if twice."""
    shown = datetime.combine(day, clock, zone)
    moment = shown.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return moment
    return _end_of_gap(shown.replace(fold=1).astimezone(UTC), moment, zone)


def _end_of_gap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
