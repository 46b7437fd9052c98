"""What may be entered in a field: names, texts, amounts, dates; each tidied or refused.

Called by the commands that add and edit deals, accounts, people and what stands around them, so
that a field is checked in one place whoever fills it: a dialog, an import or the command line.
"""

from __future__ import annotations

import datetime as dt
import re
from unicodedata import category

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

LONGEST_NAME = 300
"""Characters; longer names are a pasted text in the wrong field."""
LARGEST_AMOUNT = 10**14
"""Minor units; beyond it an amount is a slip of the finger, and sums could overflow."""
EARLIEST, LATEST = dt.date(1970, 1, 1), dt.date(2199, 12, 31)
"""Dates outside are slips too."""

_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
"""Categories of signs that show nothing: blanks, control signs, those of no width."""
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters by their category, of which nothing is drawn."""

_LINE_BREAKS = re.compile(r"\s*[\r\n\t\v\f\u2028\u2029]+\s*")


def text(value: str | None) -> str | None:
    """The text without blanks around it, or None when there is nothing in it to see.

    Characters that no store or screen can take (NUL, lone surrogates) are replaced.
    """
    if value is None or is_blank(value):
        return None
    whole = value.replace("\x00", "").encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "replace").strip() or None


def is_blank(value: str) -> bool:
    """Whether nobody would see anything of a text: blanks, and signs that nothing is drawn for."""
    if "!" <= value[:1] <= "~":
        return False
    return all(
        category(sign) in _UNSEEN
        or sign in _UNSEEN_LETTERS
        or "\ufe00" <= sign <= "\ufe0f"  # they choose how the sign before them is drawn
        for sign in value
    )


def line(value: str | None) -> str | None:
    """The text on one line, or None when there is nothing in it."""
    found = text(value)
    return _LINE_BREAKS.sub(" ", found) if found else None


def name(value: str | None, missing: str) -> str:
    """A name on one line. Raises KnownError with the sentence `missing` when there is none."""
    found = line(value)
    if found is None:
        raise KnownError(missing)
    if len(found) > LONGEST_NAME:
        raise KnownError(
            _("That name has more than {most} characters. Nothing was changed; shorten it and "
              "keep the rest in a note.").format(most=LONGEST_NAME)
        )  # fmt: skip
    return found


def words(value: str | None, missing: str) -> str:
    """A text of any length. Raises KnownError with the sentence `missing` when there is none."""
    found = text(value)
    if found is None:
        raise KnownError(missing)
    return found


def amount(minor: int | None) -> int | None:
    """An amount in minor units; None is unknown. Raises KnownError when negative or absurd."""
    if minor is None:
        return None
    if minor < 0:
        raise KnownError(
            _("An amount cannot be negative. Nothing was changed; enter it without the minus.")
        )
    if minor > LARGEST_AMOUNT:
        raise KnownError(
            _("That amount is too large to be meant. Nothing was changed; check its digits.")
        )
    return minor


def currency(value: str) -> str:
    """A currency code such as EUR. Raises KnownError unless it is three letters."""
    found = value.strip().upper()
    if re.fullmatch("[A-Z]{3}", found) is None:
        raise KnownError(
            _("“{text}” is not a currency. Nothing was changed; use its three letters, such as "
              "EUR.").format(text=value[:20])
        )  # fmt: skip
    return found


def percent(value: int | None) -> int | None:
    """A whole percentage; None means the stage's. Raises KnownError outside 0 to 100."""
    if value is not None and not 0 <= value <= 100:
        raise KnownError(_("A probability lies between 0 and 100. Nothing was changed."))
    return value


def day(value: str | None) -> str | None:
    """A date as ISO text, or None for none. Raises KnownError when it is no date or absurd."""
    if not value:
        return None
    try:
        found = dt.date.fromisoformat(value)
    except ValueError as reason:
        raise KnownError(
            _("“{text}” is not a date. Nothing was changed; enter year, month and day.").format(
                text=value[:40]
            )
        ) from reason
    if not EARLIEST <= found <= LATEST:
        raise KnownError(
            _("The year {year} cannot be meant. Nothing was changed; check the date.").format(
                year=found.year
            )
        )
    return found.isoformat()


def needed_day(value: str | None, missing: str) -> str:
    """A date that must be there. Raises KnownError with the sentence `missing` when it is not."""
    found = day(value)
    if found is None:
        raise KnownError(missing)
    return found


def clock_time(value: str | None) -> str | None:
    """A time of day as HH:MM, or None for none. Raises KnownError when it is no time."""
    if not value:
        return None
    try:
        found = dt.time.fromisoformat(value)
    except ValueError as reason:
        raise KnownError(
            _(
                "“{text}” is not a time of day. Nothing was changed; enter hours and minutes."
            ).format(text=value[:20])
        ) from reason
    return found.isoformat(timespec="minutes")


def one_of(value: str, allowed: tuple[str, ...]) -> str:
    """A word of a fixed list. Raises KnownError for any other."""
    if value not in allowed:
        raise KnownError(
            _("“{text}” is not one of: {allowed}. Nothing was changed.").format(
                text=value[:40], allowed=", ".join(allowed)
            )
        )
    return value
