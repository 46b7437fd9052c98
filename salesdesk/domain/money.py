"""Amounts: integer minor units with an ISO 4217 currency. None is unknown, which is not 0.

Used by the pipeline totals, line items, imports and papers. Amounts in different currencies are
never added: a total is always a mapping by currency.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

LARGEST_MINOR = 2**63 - 1
"""What the store can keep: a signed 64-bit integer."""

_NO_MINOR = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
_THREE = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


def exponent(currency: str) -> int:
    """How many decimals the currency's minor unit has. Source: ISO 4217."""
    return 0 if currency in _NO_MINOR else 3 if currency in _THREE else 2


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units of a decimal amount, rounded half even.

    Raises KnownError when the amount is not a finite number or too large to keep.
    """
    if not amount.is_finite():
        text = _("“{amount}” is not an amount. Enter a number.")
        raise KnownError(text.format(amount=amount))
    if amount.adjusted() > 20:
        raise KnownError(_("That amount is too large to keep. Check the number of digits."))
    minor = int(amount.scaleb(exponent(currency)).to_integral_value(ROUND_HALF_EVEN))
    if abs(minor) > LARGEST_MINOR:
        raise KnownError(_("That amount is too large to keep. Check the number of digits."))
    return minor


def to_decimal(minor: int, currency: str) -> Decimal:
    """The amount in major units, exact."""
    return Decimal(minor).scaleb(-exponent(currency))


def decimal_text(minor: int | None, currency: str) -> str | None:
    """Plain decimal text for files: ``10005534`` or ``12.50``; None stays None."""
    if minor is None:
        return None
    value = to_decimal(minor, currency)
    return format(value.quantize(Decimal(1)) if value == value.to_integral_value() else value, "f")


def totals(amounts: Iterable[tuple[int | None, str]]) -> dict[str, int]:
    """Sums by currency over (minor, currency) pairs; unknown amounts add nothing."""
    sums: dict[str, int] = {}
    for minor, currency in amounts:
        if minor is not None:
            sums[currency] = sums.get(currency, 0) + minor
    return sums
