"""Figures before Babel is loaded: what it said of this locale at an earlier start, kept in a file.

Loading Babel with a locale takes longer than painting the board. So the first window of a locale
asks it for every date, time and currency that cards show and keeps the answers; later starts look
them up. Nothing is worked out here: what was not asked then, Babel is loaded for. Called by
``salesdesk.support.i18n`` alone; the file is written after the first paint.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from salesdesk.support.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from salesdesk.support.figures import Figures

_SHAPE: Final = 1
"""Of the file; a file of another shape is written anew."""
_LEAP_YEAR: Final = 2024
_CURRENCIES: Final = (
    "AUD BGN BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MXN MYR NOK NZD PHP PLN "
    "RON SEK SGD THB TRY TWD UAH USD ZAR"
).split()
_PROBE: Final = 1_234_567


class KeptFigures:
    """Stands in for `Figures` until something is asked that was not kept."""

    def __init__(self, kept: dict[str, Any], load: Callable[[], Figures]) -> None:
        """`kept` as `read` gives it; `load` gives Babel's formatter."""
        self._load = load
        self._group: str = kept["group"]
        self._least: int = kept["least"]
        self._money: dict[str, list[str]] = kept["money"]
        self._dates: dict[str, dict[str, str]] = kept["dates"]
        self._times: dict[str, str] = kept["times"]

    def money(self, minor: int, currency: str, compact: bool) -> str:
        """As `Figures.money`."""
        marks = self._money.get(currency)
        if marks is not None and not compact and minor >= 0:
            before, after, digits = marks
            whole, cents = divmod(minor, 10 ** int(digits))
            if not cents:
                return f"{before}{self._grouped(whole)}{after}"
        return self._load().money(minor, currency, compact)

    def money_column(self, minors: Sequence[int | None], currency: str) -> list[str]:
        """As `Figures.money_column`."""
        return self._load().money_column(minors, currency)

    def number(self, number: float | Decimal, digits: int | None) -> str:
        """As `Figures.number`."""
        if self._group and digits is None and type(number) is int and number >= 0:
            return self._grouped(number)
        return self._load().number(number, digits)

    def date(self, day: dt.date, style: str) -> str:
        """As `Figures.date`."""
        known = self._dates.get(style)
        if known is None:
            return self._load().date(day, style)
        return known[_date_key(day, style)]

    def time(self, moment: dt.time | dt.datetime) -> str:
        """As `Figures.time`."""
        return self._times[_time_key(moment)]

    def __getattr__(self, name: str) -> Any:
        """Everything else is Babel's."""
        return getattr(self._load(), name)

    def _grouped(self, number: int) -> str:
        return _grouped(number, self._group, self._least)


def read(folder: Path, locale: str) -> dict[str, Any] | None:
    """What is kept of a locale; None when nothing is, or another Babel said it."""
    try:
        kept = json.loads(_file(folder, locale).read_bytes())
        return kept if kept["of"] == _source(locale) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, locale: str, figures: Figures) -> None:
    """Asks Babel's formatter and keeps what it says. A disk that refuses is no fault."""
    unfinished = _file(folder, locale).with_suffix(".new")
    try:
        text = json.dumps({"of": _source(locale), **asked(figures)}, ensure_ascii=False)
        make_private(folder)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(unfinished, _file(folder, locale))
    except (OSError, ValueError):
        with contextlib.suppress(OSError):
            unfinished.unlink()


def asked(figures: Figures) -> dict[str, Any]:
    """Every answer that is kept."""
    year = [dt.date(_LEAP_YEAR, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    minutes = [dt.time(n // 60, n % 60) for n in range(24 * 60)]
    group, least = _group(figures)
    marks = {code: _marks(figures, code, group, least) for code in _CURRENCIES if group}
    return {
        "group": group,
        "least": least,
        "money": {code: each for code, each in marks.items() if each is not None},
        "dates": {
            style: {_date_key(day, style): figures.date(day, style) for day in year}
            for style in ("short", "day")
        },
        "times": {_time_key(minute): figures.time(minute) for minute in minutes},
    }


def _group(figures: Figures) -> tuple[str, int]:
    """The mark between thousands, and the least number that has one.

    "" when numbers are not written in threes with one mark.
    """
    text = figures.number(_PROBE, None)
    start = text.find("234")
    group = text[1:start] if start > 1 else ""
    for least in (1_000, 10_000) if group else ():
        if all(figures.number(n, None) == _grouped(n, group, least) for n in _samples()):
            return group, least
    return "", 0


def _grouped(number: int, group: str, least: int) -> str:
    return str(number) if number < least else f"{number:,}".replace(",", group)


def _marks(figures: Figures, currency: str, group: str, least: int) -> list[str] | None:
    """What stands before and after an amount, and the digits; None for a currency that differs."""
    digits = figures.digits(currency)
    scale = 10**digits
    before, found, after = figures.money(_PROBE * scale, currency, False).partition(
        f"{_PROBE:,}".replace(",", group)
    )
    kept = KeptFigures(
        {
            "group": group,
            "least": least,
            "money": {currency: [before, after, digits]},
            "dates": {},
            "times": {},
        },
        lambda: figures,
    )
    is_same = bool(found) and all(
        kept.money(n * scale, currency, False) == figures.money(n * scale, currency, False)
        for n in _samples()
    )
    return [before, after, str(digits)] if is_same else None


def _samples() -> list[int]:
    """Numbers of every length, the same at each call."""
    rows = ("1234567891234567", "9876543210987654", "4000000000000000", "5060708090102030")
    return [0, *(int(row[:length]) for row in rows for length in range(1, 17))]


def _date_key(day: dt.date, style: str) -> str:
    return str(day.weekday()) if style == "day" else f"{day.month}-{day.day}"


def _time_key(moment: dt.time | dt.datetime) -> str:
    return f"{moment.hour}:{moment.minute}"


def _file(folder: Path, locale: str) -> Path:
    return folder / f"figures-{locale}.json"


def _source(locale: str) -> list[Any]:
    """Which Babel is installed, told without loading it; its data lies beside its code."""
    found = importlib.util.find_spec("babel")
    if found is None or found.origin is None:
        raise ValueError("no Babel to ask")
    info = Path(found.origin).stat()
    return [_SHAPE, locale, found.origin, info.st_mtime_ns, info.st_size]
