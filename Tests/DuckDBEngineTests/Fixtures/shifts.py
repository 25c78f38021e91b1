"""Moments moved by months and days of a zone's calendar, then by microseconds: the figures of MomentShiftingTests."""

import calendar
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
HOUR = 3_600_000_000
CASES = [
    ("America/New_York", "2013-01-30T22:00", 1, 0, 0),
    ("America/New_York", "2013-03-09T12:00", 0, 1, 0),
    ("America/New_York", "2013-03-09T12:00", 0, 0, 24 * HOUR),
    ("America/New_York", "2013-11-02T12:00", 0, 1, HOUR),
    ("America/New_York", "2013-05-31T23:30", -3, 0, 0),
    ("Europe/Berlin", "2024-03-30T02:30", 0, 1, 0),
    ("Europe/Berlin", "2023-12-31T23:59", 2, 0, 0),
    ("Australia/Lord_Howe", "2024-04-06T12:00", 0, 1, 0),
]


def microseconds(moment):
    return (moment - EPOCH) // timedelta(microseconds=1)


def shifted(local, zone, months, days, rest):
    month = local.month - 1 + months
    year, month = local.year + month // 12, month % 12 + 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    moved = local.replace(year=year, month=month, day=day) + timedelta(days=days)
    return moved.replace(tzinfo=zone).astimezone(timezone.utc) + timedelta(microseconds=rest)


for name, text, months, days, rest in CASES:
    zone = ZoneInfo(name)
    local = datetime.fromisoformat(text)
    start = local.replace(tzinfo=zone).astimezone(timezone.utc)
    print(name, microseconds(start), months, days, rest, microseconds(shifted(local, zone, months, days, rest)))
