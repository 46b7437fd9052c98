"""Formats and reads money, dates, times and numbers for one locale, with Babel.

Called by ``salesdesk.support.i18n`` only, which loads this module (and with it Babel, about
15 ms) at the first figure. Cards ask for the same figures at each repaint, so each kind has a
small cache; patterns are parsed once.
"""

from __future__ import annotations

import copy
import datetime as dt
import functools
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from babel import Locale, numbers
from babel.dates import DateTimePattern, parse_pattern
from babel.dates import format_time as babel_format_time

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

# CLDR skeletons: which fields to show; the locale says in what order and with what marks.
_SKELETONS: Final = {
    "short": "MMMd",
    "medium": "yMMMd",
    "weekday": "MMMEd",
    "day": "E",
    "month": "yMMMM",
}
# Styles that not every locale has a skeleton for, put together from the named one.
_LONGER: Final = {"full": ("MMMEd", {"EEE": "EEEE", "E": "EEEE", "MMM": "MMMM"})}
_SCALES: Final = {"k": 3, "m": 6}
_LARGEST_MINOR: Final = 2**63 - 1
_CACHED: Final = 8192


class Figures:
    """All figures of one locale; make one per locale and keep it, for its caches."""

    def __init__(self, locale_name: str) -> None:
        """Load the locale's data, such as "en_US" or "pt"."""
        self._locale = Locale.parse(locale_name)
        self.money = functools.lru_cache(_CACHED)(self._money)
        self.date = functools.lru_cache(_CACHED)(self._date)
        self.time = functools.lru_cache(2048)(self._time)
        self._date_pattern = functools.cache(self._read_date_pattern)
        self._money_pattern = functools.cache(self._read_money_pattern)
        self.digits = functools.cache(numbers.get_currency_precision)

    def _money(self, minor: int, currency: str, compact: bool) -> str:
        digits = self.digits(currency)
        amount = Decimal(minor).scaleb(-digits)
        if compact and abs(amount) >= 1000:
            return self._compact_money(amount, currency)
        is_whole = amount == amount.to_integral_value()
        pattern = self._money_pattern(0 if is_whole else digits)
        return str(pattern.apply(amount, self._locale, currency=currency, currency_digits=False))

    def money_column(self, minors: Sequence[int | None], currency: str) -> list[str]:
        """Amounts that stand below each other: when one has cents, all show theirs."""
        digits = self.digits(currency)
        has_cents = any(minor is not None and minor % 10**digits for minor in minors)
        if not has_cents:
            return ["–" if m is None else self.money(m, currency, False) for m in minors]
        pattern = self._money_pattern(digits)

        def shown(minor: int) -> str:
            amount = Decimal(minor).scaleb(-digits)
            return str(
                pattern.apply(amount, self._locale, currency=currency, currency_digits=False)
            )

        return ["–" if minor is None else shown(minor) for minor in minors]

    def _compact_money(self, amount: Decimal, currency: str) -> str:
        # 999,950 and more would round to "1000k": step over to the next letter.
        digits_before = 3 * ((amount.adjusted() // 3) + 1)
        next_step = Decimal(10) ** digits_before
        if abs(amount) >= next_step - next_step / 20000:
            amount = next_step.copy_sign(amount)
        text = numbers.format_compact_currency(
            amount, currency, locale=self._locale, fraction_digits=1
        )
        if str(int(abs(amount))) in text:  # German, for one, has no letter for thousands
            pattern = self._money_pattern(0)
            text = pattern.apply(amount, self._locale, currency=currency, currency_digits=False)
        # English data has a capital K; a small one reads as "thousand" beside M for million.
        return text.replace("K", "k") if self._locale.language == "en" else text

    def _read_money_pattern(self, digits: int) -> numbers.NumberPattern:
        pattern: numbers.NumberPattern = copy.copy(self._locale.currency_formats["standard"])
        pattern.frac_prec = (digits, digits)
        return pattern

    def _date(self, day: dt.date, style: str) -> str:
        return self._date_pattern(style).apply(day, self._locale)

    def _read_date_pattern(self, style: str) -> DateTimePattern:
        if style == "long":
            return parse_pattern(self._locale.date_formats["long"].pattern)
        if style in _LONGER:
            skeleton, longer = _LONGER[style]
            short = self._locale.datetime_skeletons[skeleton].pattern
            return parse_pattern(re.sub(r"E+|M+", lambda run: longer.get(run[0], run[0]), short))
        return parse_pattern(self._locale.datetime_skeletons[_SKELETONS[style]].pattern)

    def _time(self, moment: dt.time | dt.datetime) -> str:
        plain = moment.replace(tzinfo=None) if isinstance(moment, dt.time) else moment.time()
        # The narrow no-break space before AM is missing in many fonts and fools searches.
        return babel_format_time(plain, "short", locale=self._locale).replace("\u202f", " ")

    def number(self, number: float | Decimal, digits: int | None) -> str:
        """A number with grouping; ``digits`` decimals, or three at most when None."""
        if digits is None:
            return numbers.format_decimal(number, locale=self._locale)
        pattern = copy.copy(self._locale.decimal_formats[None])
        pattern.frac_prec = (digits, digits)
        return str(pattern.apply(Decimal(str(number)), self._locale))

    def percent(self, share: float | Decimal, digits: int) -> str:
        """A share of one as a percentage with so many decimals."""
        pattern = copy.copy(self._locale.percent_formats[None])
        pattern.frac_prec = (digits, digits)
        return str(pattern.apply(Decimal(str(share)), self._locale))

    def parse_decimal(self, text: str) -> Decimal:
        """Read a plain number as this locale writes it. Raises KnownError."""
        plain = text.strip().replace("\u2212", "-")
        try:
            if not re.fullmatch(r"[+-]?[\d\s.,'’\u066b\u066c]+", plain):
                raise ValueError(plain)
            return numbers.parse_decimal(plain, locale=self._locale, strict=True)
        except (ValueError, InvalidOperation) as reason:
            example = self.number(Decimal("1234.5"), None)
            raise KnownError(
                _("“{text}” is not a number as written here. Write it like {example}.").format(
                    text=text.strip()[:40], example=example
                )
            ) from reason

    def parse_amount(self, text: str) -> Decimal:
        """Read a number that may end in k or m. Raises KnownError."""
        plain, scale = _unscaled(text.strip())
        return self.parse_decimal(plain).scaleb(scale)

    def parse_money(self, text: str, currency: str) -> int:
        """Read an amount into minor units; symbol, code, k and m may stand around it.

        Raises KnownError for what is no amount or too large to keep.
        """
        plain, scale = self._bare_amount(text, currency)
        amount = self.parse_decimal(plain).scaleb(self.digits(currency) + scale)
        minor = int(amount.to_integral_value("ROUND_HALF_EVEN"))
        if abs(minor) > _LARGEST_MINOR:
            raise KnownError(
                _("“{text}” is too large an amount to keep. Nothing was changed.").format(
                    text=text.strip()[:40]
                )
            )
        return minor

    def _bare_amount(self, text: str, currency: str) -> tuple[str, int]:
        """The digits of an amount without symbol and code, and the power of ten of k or m."""
        plain = text.strip()
        for mark in (numbers.get_currency_symbol(currency, self._locale), currency):
            plain = re.sub(re.escape(mark), "", plain, count=1, flags=re.IGNORECASE).strip()
        if (symbol := re.search(r"[$€£¥₹]", plain)) and symbol[0] in _narrow_symbol(currency):
            plain = plain.replace(symbol[0], "", 1).strip()
        if re.fullmatch(r"\(.*\)", plain):  # bookkeepers write (1,200) for -1,200
            plain = "-" + plain[1:-1].strip()
        return _unscaled(plain)


@functools.lru_cache(8)
def figures_for(locale_name: str) -> Figures:
    """A kept formatter for a locale that is not the active one, such as a file's."""
    return Figures(locale_name)


def _unscaled(plain: str) -> tuple[str, int]:
    """Digits without the k or m behind them, and the power of ten that it stands for."""
    scale = _SCALES.get(plain[-1:].casefold(), 0)
    return (plain[:-1].strip() if scale else plain), scale


def _narrow_symbol(currency: str) -> str:
    """The symbol used inside the currency's own country: "$" for CAD, though en_US says CA$."""
    return numbers.get_currency_symbol(currency, "en") + {"CAD": "$", "AUD": "$"}.get(currency, "")
