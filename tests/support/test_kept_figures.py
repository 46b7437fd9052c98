"""Kept figures are Babel's own, sign for sign, in every locale; for the rest Babel is asked."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest

from salesdesk.support import kept_figures
from salesdesk.support.figures import Figures
from salesdesk.support.kept_figures import KeptFigures

LOCALES = "en_US en_GB de de_CH fr es pt pt_PT pl cs sv ja zh hi en_IN ar he tr lt".split()


@pytest.mark.parametrize("locale", LOCALES)
def test_each_answer_is_the_one_babel_gives(tmp_path: Path, locale: str) -> None:
    babel = Figures(locale)
    kept_figures.keep(tmp_path, locale, babel)
    kept = kept_figures.read(tmp_path, locale)
    assert kept is not None
    figures = KeptFigures(kept, lambda: babel)
    chance = random.Random(42)
    for _ in range(300):
        minor = chance.randrange(-(10 ** chance.randrange(1, 14)), 10 ** chance.randrange(1, 14))
        currency = chance.choice(("EUR", "USD", "GBP", "CHF", "JPY", "INR", "KWD", "SEK"))
        assert figures.money(minor, currency, False) == babel.money(minor, currency, False)
        whole = minor * 100
        assert figures.money(whole, currency, False) == babel.money(whole, currency, False)
        assert figures.money(minor, currency, True) == babel.money(minor, currency, True)
        assert figures.number(minor, None) == babel.number(minor, None)
        day = dt.date(2026, 1, 1) + dt.timedelta(days=chance.randrange(2000))
        for style in ("short", "day", "medium", "weekday"):
            assert figures.date(day, style) == babel.date(day, style)
        time = dt.time(chance.randrange(24), chance.randrange(60), chance.randrange(60))
        assert figures.time(time) == babel.time(time)
    assert figures.percent(0.3, 0) == babel.percent(0.3, 0)


def test_the_usual_locales_need_no_babel_for_a_card(tmp_path: Path) -> None:
    def never() -> Figures:
        raise AssertionError("Babel was asked")

    for locale in ("en_US", "en_GB", "de", "fr", "es", "sv"):
        kept_figures.keep(tmp_path, locale, Figures(locale))
        kept = kept_figures.read(tmp_path, locale)
        assert kept is not None
        figures = KeptFigures(kept, never)
        assert figures.money(4_200_000, "EUR", False)
        assert figures.number(10_000, None)
        assert figures.date(dt.date(2026, 11, 22), "short")
        assert figures.time(dt.time(14, 30))


def test_what_another_babel_said_is_not_believed(tmp_path: Path) -> None:
    kept_figures.keep(tmp_path, "en_US", Figures("en_US"))
    file = tmp_path / "figures-en_US.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    kept["of"][-1] += 1
    file.write_text(json.dumps(kept), encoding="utf-8")
    assert kept_figures.read(tmp_path, "en_US") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"of": 1}', "\xff"])
def test_a_damaged_file_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "figures-en_US.json").write_bytes(text.encode("latin-1"))
    assert kept_figures.read(tmp_path, "en_US") is None


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder should be", encoding="utf-8")
    kept_figures.keep(tmp_path / "file", "en_US", Figures("en_US"))
    assert kept_figures.read(tmp_path / "file", "en_US") is None
