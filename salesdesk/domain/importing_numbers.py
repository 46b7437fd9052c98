"""Amounts and percents of an import: $125000, 1.234,56 €, (1,200), USD 3 400.50.

The decimal sign is decided once per column. Called by ``importing_survey`` (decides) and
``importing_rows`` (reads). Amounts become minor units; unknown is None and never 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_
from salesdesk.domain.importing import DecimalSign
from salesdesk.domain.money import LARGEST_MINOR, exponent, to_minor

NOT_A_NUMBER = N_("“{value}” in “{heading}” is not a number.")
TOO_LARGE = N_("“{value}” in “{heading}” is too large to keep.")
NOT_A_PERCENT = N_("“{value}” in “{heading}” is not a percent from 0 to 100.")
UNKNOWN_CURRENCY = N_("“{value}” in “{heading}” is not a currency code such as EUR.")

_SYMBOLS = (
    ("US$", "USD"), ("A$", "AUD"), ("C$", "CAD"), ("CA$", "CAD"), ("NZ$", "NZD"), ("HK$", "HKD"),
    ("S$", "SGD"), ("R$", "BRL"), ("$", "$"), ("€", "EUR"), ("£", "GBP"), ("₹", "INR"),
    ("¥", "JPY"), ("₩", "KRW"), ("₺", "TRY"), ("₽", "RUB"), ("zł", "PLN"), ("Kč", "CZK"),
    ("₪", "ILS"), ("₫", "VND"), ("₴", "UAH"), ("฿", "THB"), ("Fr.", "CHF"), ("kr.", "kr"),
    ("kr", "kr"), ("Rs.", "INR"), ("Rs", "INR"),
)  # fmt: skip
_BY_SYMBOL = {symbol.casefold(): code for symbol, code in _SYMBOLS}
_DOLLARS = frozenset("USD CAD AUD NZD SGD HKD MXN ARS CLP COP BBD BSD BMD TTD TWD".split())
_CROWNS = frozenset("SEK NOK DKK ISK CZK".split())
_SPACES = re.compile(r"[\s'’`\u00a0\u202f\u2009]")
_BODY = re.compile(
    r"(?P<sign>[-+−–]?)(?P<digits>[0-9][0-9.,]*|[.,][0-9]+)(?P<power>[eE][+-]?[0-9]{1,4})?"
)
_AFFIX = re.compile(r"^(?P<before>[^0-9.,+\-−–]*)(?P<body>[0-9.,+\-−–eE]*)(?P<after>[^0-9]*)$")
_GROUPED = {",": re.compile(r"[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}"),
            ".": re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")}  # fmt: skip
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_LARGEST_DIGITS = 400


class BadNumber(ValueError):
    """Not a number, or none that can be kept. The only argument is the message id."""


@dataclass(frozen=True, slots=True)
class NumberDecision:
    """What a column's values say about the decimal sign; empty when the user has to be asked."""

    decimal: DecimalSign
    examples: tuple[str, ...] = ()
    unparsable: tuple[tuple[int, str], ...] = ()
    """(line, value) of what is no number, in the file's order."""


def decide(values: Mapping[str, int]) -> NumberDecision:
    """The decimal sign of a column from all its distinct values (value → first line).

    A value that fits only one sign decides. Where there is none, a lone group of three (1,200) is
    taken as thousands: amounts have at most two decimals nearly everywhere. Signs that contradict
    each other: the commoner wins and the others are unparsable; a tie is asked.
    """
    votes: dict[DecimalSign, list[str]] = {"point": [], "comma": []}
    leaning: dict[DecimalSign, int] = {"point": 0, "comma": 0}
    for value in values:
        digits = _digits(value)
        sign, is_sure = _vote(digits)
        if sign and is_sure:
            votes[sign].append(value)
        elif sign:
            leaning[sign] += 1
    point, comma = len(votes["point"]), len(votes["comma"])
    if point == comma:
        if point:
            examples = (votes["point"][0], votes["comma"][0])
            return NumberDecision("", examples, _unreadable(values, ("point", "comma")))
        decimal: DecimalSign = "comma" if leaning["comma"] > leaning["point"] else "point"
    else:
        decimal = "point" if point > comma else "comma"
    return NumberDecision(decimal, tuple(votes[decimal][:5]), _unreadable(values, (decimal,)))


def read_number(text: str, decimal: DecimalSign) -> tuple[Decimal, str]:
    """(value, what said the currency): ``$``, ``kr``, an ISO code or empty.

    Raises :class:`BadNumber` for what is no finite number in that notation.
    """
    body, mark, is_negative = _taken_apart(text)
    match = _BODY.fullmatch(body)
    if match is None or len(body) > _LARGEST_DIGITS:
        raise BadNumber(NOT_A_NUMBER)
    digits = _plain_digits(match["digits"], decimal)
    value = Decimal(digits + (match["power"] or ""))
    if match["sign"] in ("-", "−", "–"):
        value = -value
    return (-value if is_negative else value), mark


def read_money(text: str, decimal: DecimalSign, currency: str) -> tuple[int, str]:
    """(minor units, currency): the cell's own currency, else `currency`. Raises BadNumber."""
    if text.isdecimal() and text.isascii() and len(text) < 15:
        return int(text) * 10 ** exponent(currency), currency
    value, mark = read_number(text, decimal)
    code = _currency(mark, currency)
    try:
        return to_minor(value, code), code
    except KnownError:
        raise BadNumber(TOO_LARGE) from None


def read_percent(text: str, decimal: DecimalSign) -> int:
    """Whole percent from ``35``, ``35 %`` or ``0.35``, rounded half even. Raises BadNumber."""
    value, _mark = read_number(text.replace("%", ""), decimal)
    if 0 < value < 1 and "%" not in text:
        value *= 100
    if not 0 <= value <= 100:
        raise BadNumber(NOT_A_PERCENT)
    return int(value.to_integral_value(ROUND_HALF_EVEN))


def read_currency(text: str, currency: str) -> str:
    """The ISO code of a currency cell; `currency` when blank. Raises BadNumber."""
    word = text.strip()
    if not word:
        return currency
    if len(word) == 3 and word.isascii() and word.isalpha():
        return word.upper()
    mark = _BY_SYMBOL.get(word.casefold())
    if mark is None:
        raise BadNumber(UNKNOWN_CURRENCY)
    return _currency(mark, currency)


def _currency(mark: str, currency: str) -> str:
    """The code that a sign means: $ is the default currency's when that is a dollar."""
    if mark == "$":
        return currency if currency in _DOLLARS else "USD"
    if mark == "kr":
        return currency if currency in _CROWNS else "SEK"
    return mark or currency


def _taken_apart(text: str) -> tuple[str, str, bool]:
    """(number, currency mark, negative) of a cell without its spaces, brackets and signs."""
    bare = _SPACES.sub("", text)
    is_negative = False
    if bare.startswith("(") and bare.endswith(")"):
        bare, is_negative = bare[1:-1], True
    if bare[-1:] in ("-", "−") and len(bare) > 1:
        bare, is_negative = bare[:-1], True
    sign = ""
    if bare[:1] in ("-", "−", "+"):
        sign, bare = bare[0], bare[1:]
    match = _AFFIX.match(bare)
    if match is None:
        return sign + bare, "", is_negative
    mark = _mark(match["before"] or match["after"])
    if mark is None or (match["before"] and match["after"]):
        raise BadNumber(NOT_A_NUMBER)
    return sign + match["body"], mark, is_negative


def _mark(word: str) -> str | None:
    """What a sign or word beside a number says of its currency; None when it is none."""
    if not word:
        return ""
    known = _BY_SYMBOL.get(word.casefold())
    if known:
        return known
    return word.upper() if len(word) == 3 and word.isascii() and word.isalpha() else None


def _plain_digits(digits: str, decimal: DecimalSign) -> str:
    """The digits with a point for the decimals. Raises BadNumber when grouped wrongly."""
    group, sign = (",", ".") if decimal != "comma" else (".", ",")
    whole, _sign, rest = digits.partition(sign)
    if sign in rest or group in rest:
        raise BadNumber(NOT_A_NUMBER)
    if group in whole and not _GROUPED[group].fullmatch(whole):
        raise BadNumber(NOT_A_NUMBER)
    return f"{whole.replace(group, '') or '0'}.{rest or '0'}"


def _digits(value: str) -> str:
    try:
        body = _taken_apart(value.replace("%", ""))[0]
    except BadNumber:
        return ""
    return body.lstrip("+-−–")


def _vote(digits: str) -> tuple[DecimalSign, bool]:
    """(decimal sign, sure) that a value's digits speak for; ("", False) when they do not."""
    point, comma = digits.rfind("."), digits.rfind(",")
    if point < 0 and comma < 0:
        return "", False
    if point >= 0 and comma >= 0:
        return ("point", True) if point > comma else ("comma", True)
    mark = "." if point >= 0 else ","
    own: DecimalSign = "point" if mark == "." else "comma"
    other: DecimalSign = "comma" if mark == "." else "point"
    if digits.count(mark) > 1:
        return other, True
    return (other, False) if _ONE_GROUP.fullmatch(digits) else (own, True)


def _unreadable(
    values: Mapping[str, int], signs: tuple[DecimalSign, ...]
) -> tuple[tuple[int, str], ...]:
    bad = [
        (line, value)
        for value, line in values.items()
        if value.strip() and not any(_reads(value, sign) for sign in signs)
    ]
    return tuple(sorted(bad))


def _reads(value: str, decimal: DecimalSign) -> bool:
    try:
        number, _sign = read_number(value.replace("%", ""), decimal)
    except BadNumber:
        return False
    return number.adjusted() < len(str(LARGEST_MINOR))


def unreadable(values: Mapping[str, int], decimal: DecimalSign) -> tuple[tuple[int, str], ...]:
    """(line, value) of what is no number in that notation, in the file's order."""
    return _unreadable(values, (decimal,))
