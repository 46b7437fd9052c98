"""Dates of an import: read in the shapes that exports use, decided once per column.

Only numeric dates such as 03/04/2024 leave a question, and one value above 12 answers it for its
whole column. Called by ``importing_survey`` (decides) and ``importing_rows`` (reads).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salesdesk.domain.facts import N_
from salesdesk.domain.importing import DateOrder

NOT_A_DATE = N_("“{value}” in “{heading}” is not a date.")
NO_SUCH_DAY = N_("“{value}” in “{heading}” is not a day in the calendar.")
FIRST_YEAR, LAST_YEAR = 1900, 2199
PIVOT_YEAR = 69
"""Two-digit years from here on are 19xx, below it 20xx. Source: POSIX strptime %y."""
_EXCEL_DAY_0 = dt.date(1899, 12, 30)
_EXCEL_SERIALS = range(1, 109_574)
"""Serial days of 1899-12-31 to 2199-12-31."""
_SERIAL_FROM = 10_000
"""Smaller numbers are counts or years, not dates (10,000 is 1927)."""

_TIME = (
    r"(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.IGNORECASE)
_PACKED = re.compile(r"((?:19|20|21)\d\d)(\d\d)(\d\d)")
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?[-/ ]+(?:de )?([^\W\d_]{{3,12}})\.?"
    rf"[-/, ]+(?:de )?(\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}([^\W\d_]{{3,12}})\.?[-/ ]+(\d{{1,2}})(?:st|nd|rd|th)?[-/, ]+(\d{{4}}){_TIME}",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5,6})(?:[.,]\d+)?")

_MONTH_WORDS = (
    "january jan januar janvier enero ene gennaio gen januari janeiro",
    "february feb februar fevrier fev febrero febbraio februari fevereiro",
    "march mar marz maerz mars marzo maart mrt marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug aout agosto ago augustus",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre dezembro",
)
_MONTHS = {word: n for n, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_PLAIN = str.maketrans("äáàâéèêëíîóôúûüçñ", "aaaaeeeeiioouuucn")


class BadDate(ValueError):
    """Not a date, or not one in the calendar. The only argument is the message id."""


@dataclass(frozen=True, slots=True)
class DateDecision:
    """What a column's values say.

    `order` is empty when nothing tells 3 April from 4 March: ask, then use ``dmy`` or ``mdy``.
    """

    order: DateOrder
    examples: tuple[str, ...] = ()
    """Values for the question, at most five."""
    unparsable: tuple[tuple[int, str], ...] = ()
    """(line, value) of what no reading makes a date of, in the file's order."""


def read_date(text: str, order: DateOrder) -> str:
    """The date as ISO text; the day as written, whatever time or zone stands behind it.

    Raises :class:`BadDate`. ``ymd`` refuses what needs an order, so that nothing is guessed.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.fullmatch(text):
        return _numeric(int(match[1]), int(match[3]), match[4], order)
    if match := _SERIAL.fullmatch(text):
        return _serial(int(match[1]))
    if match := _PACKED.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        return _date(_year(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _date(int(match[3]), _month(match[1]), int(match[2]))
    raise BadDate(NOT_A_DATE)


def decide(values: Mapping[str, int]) -> DateDecision:
    """The order of a column's dates from all its distinct values (value → first line).

    A value that only fits one order decides; when some fit one and some the other, the order
    that reads more values wins and the rest is unparsable; a tie is asked.
    """
    numeric = [value for value in values if _NUMERIC.fullmatch(value.strip())]
    day_first = {value for value in numeric if _fits(value, "dmy")}
    month_first = {value for value in numeric if _fits(value, "mdy")}
    order: DateOrder = "ymd"
    is_ambiguous = False
    if day_first or month_first:
        order = "dmy" if len(day_first) >= len(month_first) else "mdy"
        # With dots the day stands first everywhere. Source: CLDR, no locale writes m.d.y.
        slashed = [value for value in day_first | month_first if "." not in value[:6]]
        differ = [v for v in slashed if _reading(v, "dmy") != _reading(v, "mdy")]
        is_ambiguous = len(day_first) == len(month_first) and bool(differ)
    if is_ambiguous:
        seen = [value for value in values if value in day_first or value in month_first]
        return DateDecision("", tuple(seen[:5]), _unparsable(values, ("dmy", "mdy")))
    return DateDecision(order, tuple(numeric[:5]), _unparsable(values, (order,)))


def unparsable(values: Mapping[str, int], order: DateOrder) -> tuple[tuple[int, str], ...]:
    """(line, value) of what is no date in that order, in the file's order."""
    return _unparsable(values, (order,))


def _unparsable(
    values: Mapping[str, int], orders: Iterable[DateOrder]
) -> tuple[tuple[int, str], ...]:
    allowed = tuple(orders)
    bad = [
        (line, value)
        for value, line in values.items()
        if value.strip() and not any(_fits(value, order) for order in allowed)
    ]
    return tuple(sorted(bad))


def _fits(value: str, order: DateOrder) -> bool:
    return _reading(value, order) is not None


def _reading(value: str, order: DateOrder) -> str | None:
    try:
        return read_date(value, order)
    except BadDate:
        return None


def _numeric(first: int, second: int, year: str, order: DateOrder) -> str:
    if order == "dmy":
        return _date(_year(year), second, first)
    if order == "mdy":
        return _date(_year(year), first, second)
    if first == second:
        return _date(_year(year), first, second)
    raise BadDate(NOT_A_DATE)


def _serial(days: int) -> str:
    if days < _SERIAL_FROM or days not in _EXCEL_SERIALS:
        raise BadDate(NOT_A_DATE)
    return (_EXCEL_DAY_0 + dt.timedelta(days=days)).isoformat()


def _month(word: str) -> int:
    plain = word.casefold().translate(_PLAIN)
    month = _MONTHS.get(plain)
    if month is None:
        raise BadDate(NOT_A_DATE)
    return month


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= PIVOT_YEAR else 2000)


def _date(year: int, month: int, day: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate(NO_SUCH_DAY)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        raise BadDate(NO_SUCH_DAY) from None
