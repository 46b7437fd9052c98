"""Dates as people type them: "tomorrow", "next tue", "in 3 days", "end of month", "eod", "22/11".

Called by the date field. Our own phrases come first, because dateparser does not know "end of
month"; it reads only what they leave over, in the user's language and English. Its import and its
first reading take a third of a second, so a thread does both when a field is entered first.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import threading
from calendar import monthrange
from collections.abc import Callable

from salesdesk.support.i18n import _, active_locale

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = 60
_FARTHEST_YEARS = 60
_first_reading = threading.Lock()


def read_date(words: str, today: dt.date) -> dt.date | None:
    """The day that `words` mean as seen from `today`, or None when they mean none.

    A bare weekday is the next such day after today; "next tue" is the one in the next week.
    """
    plain = re.sub(r"\s+", " ", words.strip().lower())
    if not plain or len(plain) > _LONGEST:
        return None
    for reader in (_read_iso, _read_phrase, _read_weekday, _read_distance, _read_locale_numbers):
        found = reader(plain, today)
        if found is not None:
            return found
    found = _read_anything(words, today)
    return found if found and abs(found.year - today.year) <= _FARTHEST_YEARS else None


def make_ready() -> threading.Thread | None:
    """Have dateparser ready before it is needed; the thread that does it, if none did yet."""
    if "dateparser" in sys.modules or _first_reading.locked():
        return None
    thread = threading.Thread(
        target=_read_anything, args=("1 1", dt.date(2000, 1, 1)), name="dates", daemon=True
    )
    thread.start()
    return thread


def _phrases() -> dict[str, Callable[[dt.date], dt.date]]:
    """Phrases in the user's language and in English; a translator may give several with |."""
    rows: tuple[tuple[str, str, Callable[[dt.date], dt.date]], ...] = (
        ("today|tod|eod|end of day|cob", _("today|tod|eod|end of day|cob"), lambda day: day),
        ("tomorrow|tom|tmr", _("tomorrow|tom|tmr"), lambda day: day + dt.timedelta(1)),
        ("yesterday", _("yesterday"), lambda day: day - dt.timedelta(1)),
        ("end of week|eow", _("end of week|eow"), _end_of_week),
        ("next week", _("next week"), lambda day: _monday(day) + dt.timedelta(7)),
        ("end of month|eom", _("end of month|eom"), _end_of_month),
        ("next month", _("next month"), lambda day: _end_of_month(day) + dt.timedelta(1)),
        ("end of next month", _("end of next month"), _end_of_next_month),
        ("end of quarter|eoq", _("end of quarter|eoq"), _end_of_quarter),
        ("end of year|eoy", _("end of year|eoy"), lambda day: dt.date(day.year, 12, 31)),
    )
    return {
        phrase: rule
        for english, own, rule in rows
        for phrase in (*english.split("|"), *own.lower().split("|"))
    }


def _read_phrase(plain: str, today: dt.date) -> dt.date | None:
    rule = _phrases().get(plain)
    return rule(today) if rule else None


def _read_iso(plain: str, _today: dt.date) -> dt.date | None:
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", plain):
        return None
    year, month, day = (int(part) for part in plain.split("-"))
    return _date_or_none(year, month, day)


def _read_weekday(plain: str, today: dt.date) -> dt.date | None:
    found = re.fullmatch(r"(next |this |on )?([a-z]{3,9})", plain)
    if found is None or found[2][:3] not in _DAYS or not _is_day_name(found[2]):
        return None
    wanted = _DAYS.index(found[2][:3])
    if (found[1] or "").strip() == "next":
        return _monday(today) + dt.timedelta(7 + wanted)
    return today + dt.timedelta((wanted - today.weekday() - 1) % 7 + 1)


def _is_day_name(word: str) -> bool:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return any(name.startswith(word) for name in full) or word in ("tues", "thurs", "weds")


def _read_distance(plain: str, today: dt.date) -> dt.date | None:
    found = re.fullmatch(r"(?:in )?\+?(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)", plain)
    if found is None:
        return None
    count, unit = int(found[1]), found[2][0]
    try:
        if unit in "dw":
            return today + dt.timedelta(count * (7 if unit == "w" else 1))
        return _months_later(today, count * (12 if unit == "y" else 1))
    except (OverflowError, ValueError):
        return None


def _read_locale_numbers(plain: str, today: dt.date) -> dt.date | None:
    """ "22/11", "22.11.26": day or month first as the locale writes it."""
    found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})\.?(?:[./-]?(\d{4}|\d{2}))?", plain)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    day, month = (second, first) if is_month_first() else (first, second)
    if found[3] is None:
        made = _date_or_none(today.year, month, day)
        return _date_or_none(today.year + 1, month, day) if made and made < today else made
    year = int(found[3])
    return _date_or_none(year + 2000 if year < 100 else year, month, day)


def is_month_first() -> bool:
    """Whether the user's locale writes the month before the day."""
    from babel import Locale

    pattern: str = Locale.parse(active_locale()).date_formats["short"].pattern
    return pattern.lower().index("m") < pattern.lower().index("d")


def _read_anything(words: str, today: dt.date) -> dt.date | None:
    if not re.search(r"\d", words):
        return None  # words without a figure that are not ours are no date: "ask Ines"
    own = active_locale().split("_")[0]
    order = "MDY" if is_month_first() else "DMY"
    with _first_reading:  # one thread would otherwise use what another has half imported
        import dateparser

        found = dateparser.parse(
            words,
            languages=[own, "en"] if own != "en" else ["en"],
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": dt.datetime.combine(today, dt.time(12)),
                "DATE_ORDER": order,
                "REQUIRE_PARTS": ["day", "month"],
            },
        )
    return found.date() if found else None


def _date_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(day.weekday())


def _end_of_week(day: dt.date) -> dt.date:
    friday = _monday(day) + dt.timedelta(4)
    return friday if friday >= day else friday + dt.timedelta(7)


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _end_of_next_month(day: dt.date) -> dt.date:
    return _end_of_month(_end_of_month(day) + dt.timedelta(1))


def _end_of_quarter(day: dt.date) -> dt.date:
    return _end_of_month(day.replace(day=1, month=(day.month - 1) // 3 * 3 + 3))


def _months_later(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))
