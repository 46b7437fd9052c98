"""Words, numbers, dates and money in the user's language; the one formatter of the program.

Called by every layer that shows text: ``_`` and ``ngettext`` mark and translate words (gettext,
catalogues in ``resources/locale``); the ``format_*`` and ``parse_*`` functions hand over to
``salesdesk.support.figures``, which loads Babel at its first use. The choice of locale is the one
thing kept for the whole process, as gettext's own design asks: ``activate`` is called once, by
``__main__``, before anything is shown. Without that call the environment decides.
"""

from __future__ import annotations

import contextlib
import gettext as _gettext
import os
import sys
from typing import TYPE_CHECKING, Final, Literal

from salesdesk.support.paths import resources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from salesdesk.support.figures import Figures
    from salesdesk.support.kept_figures import KeptFigures

DOMAIN: Final = "salesdesk"
FALLBACK: Final = "en_US"
DateStyle = Literal["short", "medium", "long", "weekday", "full", "day", "month"]


class _Voice:
    """The active locale with what was loaded for it; loaded when first asked for."""

    def __init__(self) -> None:
        self.locale = ""
        self.words: _gettext.NullTranslations | None = None
        self.figures: Figures | KeptFigures | None = None
        self.kept_in: Path | None = None

    def set(self, locale: str) -> None:
        """Speak this locale from now on."""
        self.locale, self.words, self.figures = locale, None, None

    def spoken(self) -> str:
        """The active locale; the environment's when none was activated."""
        if not self.locale:
            self.locale = choose_locale()
        return self.locale

    def translations(self) -> _gettext.NullTranslations:
        """The active catalogue, or the English of the source."""
        if self.words is None:
            folder, wanted = resources("locale"), self.spoken()
            # Looked for here first: gettext loads all names of locales before it finds nothing.
            names = (wanted, wanted.partition("_")[0])
            if any((folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo").exists() for name in names):
                self.words = _gettext.translation(DOMAIN, folder, [wanted], fallback=True)
            else:
                self.words = _gettext.NullTranslations()
        return self.words

    def formatter(self) -> Figures | KeptFigures:
        """The active locale's formatter: what was kept of it, else Babel's."""
        if self.figures is None:
            self.figures = self._kept() or self.babel()
        return self.figures

    def babel(self) -> Figures:
        """The formatter that knows everything; from now on it is the active one."""
        with _pytz_unseen():
            from salesdesk.support.figures import Figures
        if not isinstance(self.figures, Figures):
            self.figures = Figures(self.spoken())
        return self.figures

    def _kept(self) -> KeptFigures | None:
        if self.kept_in is None:
            return None
        from salesdesk.support import kept_figures

        kept = kept_figures.read(self.kept_in, self.spoken())
        return kept_figures.KeptFigures(kept, self.babel) if kept else None


_voice: Final = _Voice()


@contextlib.contextmanager
def _pytz_unseen() -> Iterator[None]:
    """Let Babel find the local zone by zoneinfo, as it does where pytz is not installed.

    With pytz (which dateparser brings) it looks at 600 files for it: 15 ms before the first paint.
    """
    is_hidden = "pytz" not in sys.modules
    if is_hidden:
        sys.modules["pytz"] = None  # type: ignore[assignment] # Python's own sign for "not there"
    try:
        yield
    finally:
        if is_hidden:
            del sys.modules["pytz"]


def activate(locale: str = "", environ: Mapping[str, str] | None = None) -> str:
    """Choose the locale for the whole process and return it ("en_US").

    ``locale`` is the user's setting; empty means "as the system says".
    """
    _voice.set(choose_locale(locale, environ))
    return _voice.locale


def keep_figures_in(folder: Path) -> None:
    """Let the first paint take its figures from what an earlier start kept in this folder."""
    _voice.kept_in = folder


def load_figures() -> None:
    """Load Babel, and keep what the next start needs of it; for a worker, after the paint."""
    figures, folder = _voice.babel(), _voice.kept_in
    if folder is None:
        return
    from salesdesk.support import kept_figures

    if kept_figures.read(folder, _voice.spoken()) is None:
        kept_figures.keep(folder, _voice.spoken(), figures)


def active_locale() -> str:
    """The locale now in use, such as "en_US"; for QLocale and for the language of dateparser."""
    return _voice.spoken()


def choose_locale(setting: str = "", environ: Mapping[str, str] | None = None) -> str:
    """The first usable of: the setting, LC_ALL, LC_MESSAGES, LANG, the system's; else en_US.

    "C" and "POSIX" count as en_US. A name that Babel has no data for is passed over.
    """
    environ = os.environ if environ is None else environ
    asked = [setting, *(environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    if not any(asked) and environ is os.environ:
        asked.append(_system_locale())
    for name in asked:
        plain = name.split(".")[0].split("@")[0].replace("-", "_")
        if plain in ("C", "POSIX"):
            return FALLBACK
        if plain and _is_known(plain):
            return plain
    return FALLBACK


def _system_locale() -> str:
    """What Windows and macOS say, where no environment variable does."""
    import locale

    return locale.getlocale()[0] or ""


def _is_known(name: str) -> bool:
    """Whether Babel has data for the locale; en_US needs no look."""
    if name == FALLBACK:
        return True
    from babel.localedata import exists

    return exists(name)


def _(message: str) -> str:
    """The message in the user's language."""
    return _voice.translations().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for a count in the user's language; the caller fills in the number."""
    return _voice.translations().ngettext(one, many, count)


def format_money(minor: int | None, currency: str, *, compact: bool = False) -> str:
    """Minor units as money: "€42,000", "€42,000.50"; compact "€156.5k"; unknown (None) is "–"."""
    return "–" if minor is None else _voice.formatter().money(minor, currency, compact)


def format_money_column(minors: Sequence[int | None], currency: str) -> list[str]:
    """Amounts that stand below each other: when one of them has cents, all show theirs."""
    return _voice.formatter().money_column(minors, currency)


def format_date(day: dt.date, style: DateStyle = "medium") -> str:
    """A date in one of these styles (as in en_US).

    short "Nov 22" · medium "Nov 22, 2026" · long "November 22, 2026" · weekday "Sun, Nov 22" ·
    full "Sunday, November 22" · day "Sun" · month "November 2026"
    """
    return _voice.formatter().date(day, style)


def format_time(moment: dt.time | dt.datetime) -> str:
    """Hours and minutes: "2:30 PM" or "14:30", as the locale writes them; no zone is changed."""
    return _voice.formatter().time(moment)


def format_number(number: float | Decimal, digits: int | None = None) -> str:
    """A number with the locale's marks; ``digits`` fixes the decimals, else three at most."""
    return _voice.formatter().number(number, digits)


def format_percent(share: float | Decimal, digits: int = 0) -> str:
    """A share (0.3) as a percentage ("30%"), rounded half to even."""
    return _voice.formatter().percent(share, digits)


def parse_decimal(text: str, *, locale: str = "") -> Decimal:
    """Read a number as the locale (or the one named) writes it. Raises KnownError."""
    return _formatter_for(locale).parse_decimal(text)


def parse_amount(text: str) -> Decimal:
    """Read a number that may end in k or m: "250", "100k", "1.5m". Raises KnownError."""
    return _voice.formatter().parse_amount(text)


def parse_money(text: str, currency: str, *, locale: str = "") -> int:
    """Read an amount ("€42,000.50", "42k", "1.5m") into minor units of the currency.

    Digits beyond the currency's are rounded half to even. Raises KnownError.
    """
    return _formatter_for(locale).parse_money(text, currency)


def _formatter_for(locale: str) -> Figures | KeptFigures:
    """The active formatter, or one for a file's own locale."""
    if not locale or locale == _voice.spoken():
        return _voice.formatter()
    from salesdesk.support.figures import figures_for

    return figures_for(locale)
