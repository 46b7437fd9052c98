"""One formatter for screen, paper and command line."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.errors import KnownError
from salesdesk.support import i18n
from salesdesk.support.i18n import (
    _,
    format_date,
    format_money,
    format_money_column,
    format_number,
    format_percent,
    format_time,
    ngettext,
    parse_decimal,
    parse_money,
)

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("minor", "currency", "shown", "compact"),
    [
        (4_200_000, "EUR", "€42,000", "€42k"),
        (15_650_000, "EUR", "€156,500", "€156.5k"),
        (4_200_050, "EUR", "€42,000.50", "€42k"),
        (127_000_000, "USD", "$1,270,000", "$1.3M"),
        (99_999_999, "EUR", "€999,999.99", "€1M"),
        (99_900, "EUR", "€999", "€999"),
        (0, "EUR", "€0", "€0"),
        (-120_000, "EUR", "-€1,200", "-€1.2k"),
        (42_000, "JPY", "¥42,000", "¥42k"),
        (None, "EUR", "–", "–"),
    ],
)
def test_money_is_shown_whole_where_it_is_whole(
    minor: int | None, currency: str, shown: str, compact: str
) -> None:
    assert format_money(minor, currency) == shown
    assert format_money(minor, currency, compact=True) == compact


def test_a_locale_without_a_letter_for_thousands_shows_all_digits() -> None:
    i18n.activate("de_DE")
    assert format_money(15_650_000, "EUR", compact=True) == "156.500\u00a0€"


@pytest.mark.parametrize(
    ("style", "american", "british"),
    [
        ("short", "Nov 22", "22 Nov"),
        ("medium", "Nov 22, 2026", "22 Nov 2026"),
        ("long", "November 22, 2026", "22 November 2026"),
        ("weekday", "Sun, Nov 22", "Sun 22 Nov"),
        ("full", "Sunday, November 22", "Sunday 22 November"),
        ("day", "Sun", "Sun"),
        ("month", "November 2026", "November 2026"),
    ],
)
def test_dates_follow_the_locale(style: i18n.DateStyle, american: str, british: str) -> None:
    assert format_date(DAY, style) == american
    i18n.activate("en_GB")
    assert format_date(DAY, style) == british


@pytest.mark.parametrize("style", ["short", "medium", "long", "weekday", "full", "day", "month"])
@pytest.mark.parametrize("locale", ["pt_PT", "fr_FR", "ja_JP", "ar_EG", "hi_IN", "cs_CZ", "fi"])
def test_every_style_exists_in_other_languages(locale: str, style: i18n.DateStyle) -> None:
    i18n.activate(locale)
    assert format_date(DAY, style).strip()


def test_times_have_no_exotic_space() -> None:
    assert format_time(dt.time(14, 30)) == "2:30 PM"
    i18n.activate("en_GB")
    assert format_time(dt.datetime(2026, 11, 22, 9, 5)) == "09:05"


def test_a_time_is_shown_as_given_whatever_its_zone() -> None:
    zoned = dt.datetime(2026, 11, 22, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert format_time(zoned) == "2:30 PM"


def test_numbers_and_percentages() -> None:
    assert format_number(1234567.891) == "1,234,567.891"
    assert format_number(3, 1) == "3.0"
    assert format_number(Decimal("2.5"), 0) == "2"
    assert format_percent(0.3) == "30%"
    assert format_percent(0.305, 1) == "30.5%"


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("42000", 4_200_000),
        (" €42,000.50 ", 4_200_050),
        ("42k", 4_200_000),
        ("1.5M", 150_000_000),
        ("EUR 42,000", 4_200_000),
        ("42,000 eur", 4_200_000),
        ("(1,200)", -120_000),
        ("-€5", -500),
        ("0.125", 12),
        ("0.135", 14),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, minor: int) -> None:
    assert parse_money(text, "EUR") == minor


@pytest.mark.parametrize(
    "text", ["", "nan", "inf", "1e309", "1,2,3", "12,34", "--3", "$5", "ten", "k", "€", "9" * 30]
)
def test_what_is_no_amount_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(KnownError):
        parse_money(text, "EUR")


def test_a_file_may_have_another_locale_than_the_screen() -> None:
    assert parse_money("42.000,50 €", "EUR", locale="de_DE") == 4_200_050
    assert parse_decimal("1.234,5", locale="de_DE") == Decimal("1234.5")
    assert parse_decimal("1,234.5") == Decimal("1234.5")


@given(st.integers(-(10**14), 10**14))
def test_what_is_shown_can_be_read_again(minor: int) -> None:
    assert parse_money(format_money(minor, "EUR"), "EUR") == minor


@pytest.mark.parametrize(
    ("setting", "environ", "locale"),
    [
        ("", {}, "en_US"),
        ("", {"LANG": "C"}, "en_US"),
        ("", {"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, "en_US"),
        ("", {"LC_ALL": "POSIX"}, "en_US"),
        ("", {"LANG": "pt_PT.UTF-8"}, "pt_PT"),
        ("", {"LANG": "de_DE@euro"}, "de_DE"),
        ("en_GB", {"LANG": "pt_PT.UTF-8"}, "en_GB"),
        ("en-GB", {}, "en_GB"),
        ("tlh_XX", {"LANG": "fr_FR"}, "fr_FR"),
    ],
)
def test_the_setting_wins_over_the_environment(
    setting: str, environ: dict[str, str], locale: str
) -> None:
    assert i18n.choose_locale(setting, environ) == locale


def test_words_come_from_the_catalogue_of_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalog(locale="pt")
    catalogue.add("Board", "Quadro")
    catalogue.add(("{n} deal", "{n} deals"), ("{n} negócio", "{n} negócios"))
    folder = tmp_path / "locale" / "pt" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "salesdesk.mo").open("wb") as stream:
        write_mo(stream, catalogue)
    monkeypatch.setattr(i18n, "resources", _resources_in(tmp_path))
    i18n.activate("pt_PT")
    assert _("Board") == "Quadro"
    assert ngettext("{n} deal", "{n} deals", 2) == "{n} negócios"
    i18n.activate("en_US")
    assert _("Board") == "Board"


def _resources_in(folder: Path) -> Callable[..., Path]:
    return folder.joinpath


def test_words_alone_do_not_load_babel() -> None:
    code = (
        "import sys; from salesdesk.support.i18n import _, activate; activate('en_US'); _('Board');"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_first_figure_does_not_load_pytz_and_leaves_it_importable() -> None:
    code = (
        "import sys; from salesdesk.support import i18n; i18n.activate('en_US')\n"
        "assert i18n.format_money(100, 'EUR') == '€1'\n"
        "assert 'pytz' not in sys.modules\n"
        "import dateparser, datetime\n"
        "assert i18n.format_time(datetime.time(9, 5)) == '9:05 AM'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_amounts_below_each_other_all_show_their_cents_when_one_has_some() -> None:
    assert format_money_column([70_000, None, 577_778], "EUR") == ["€700.00", "–", "€5,777.78"]
    assert format_money_column([70_000, 5_880_000], "EUR") == ["€700", "€58,800"]
    assert format_money_column([700, 58_800], "JPY") == ["¥700", "¥58,800"]
