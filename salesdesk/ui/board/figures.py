"""The figures of a column's header and of the strip, in words. Pure; called by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from salesdesk.support.i18n import _, format_money, format_number, format_percent, ngettext
from salesdesk.ui.board.column import PLUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesdesk.domain.board_sums import CurrencyTotal, StripTotals
    from salesdesk.ui.widgets.labels import Tone


class ColumnFigures(NamedTuple):
    """What a column's header says. `count` is of the cards shown."""

    count: int  # type: ignore[assignment] # hides tuple's own
    count_words: str
    total: str
    weighted: str
    """The stage's probability and the weighted total, per currency; "" for Won."""
    expected: str
    """The weighted total alone."""
    share: str
    """The stage's probability alone, for narrow columns; "" for Won."""
    tip: str


class StripFigure(NamedTuple):
    """One figure of the strip: `key` names it, `chip` the quick filter that it switches."""

    key: str
    label: str
    value: str
    tone: Tone = "text"
    tip: str = ""


def column_figures(
    totals: Sequence[CurrencyTotal], probability: int, whole: int, *, is_stage: bool
) -> ColumnFigures:
    """Figures over the cards shown; `whole` is how many the column holds without the filter."""
    count = sum(total.count for total in totals)
    words = format_number(whole)
    if count != whole:
        words = _("{n} of {all}").format(n=format_number(count), all=format_number(whole))
    share = format_percent(probability / 100)
    known = _sum(totals)
    total = (known or "–") if totals else ""
    if not is_stage:
        return ColumnFigures(count, words, total, "", "", "", _tip(totals, share))
    expected = _sum(totals, weighted=True)
    weighted = f"{share} · {expected}" if known else share
    return ColumnFigures(count, words, total, weighted, expected, share, _tip(totals, share))


def strip_figures(strip: StripTotals) -> list[StripFigure]:
    """Open, weighted, no next step, stalled; paused and not assessed only where there are some."""
    deals = ngettext("{n} deal", "{n} deals", strip.count).format(n=format_number(strip.count))
    amount = _sum(strip.totals)
    found = [
        StripFigure(
            "open",
            _("Open"),
            f"{deals} · {amount}" if amount else deals,
            tip=_("Open deals and the sum of their amounts, per currency."),
        ),
        StripFigure(
            "weighted",
            _("Weighted"),
            _sum(strip.totals, weighted=True) or "–",
            tip=_("Each open deal's amount × its probability, added up per currency."),
        ),
        StripFigure(
            "no_next_step",
            _("No next step"),
            format_number(strip.no_next_step),
            "warn" if strip.no_next_step else "text",
            _("Open deals without a dated next step."),
        ),
        StripFigure(
            "stalled",
            _("Stalled"),
            format_number(strip.stalled),
            "late" if strip.stalled else "text",
            _("Longer in their stage than it allows, and no buyer action in that time."),
        ),
    ]
    if strip.paused:
        words = _("Set aside until a date; never stalled.")
        found.append(StripFigure("paused", _("Paused"), format_number(strip.paused), tip=words))
    if strip.not_assessed:
        words = _("Imported and not looked at yet; they count as neither late nor on time.")
        count = format_number(strip.not_assessed)
        found.append(StripFigure("not_assessed", _("Not assessed"), count, tip=words))
    return found


def _sum(totals: Sequence[CurrencyTotal], *, weighted: bool = False) -> str:
    """Compact amounts joined by +, never added across currencies.

    A currency in which no amount is known is left out: unknown is not zero.
    """
    return PLUS.join(
        format_money(
            total.weighted_minor if weighted else total.amount_minor, total.currency, compact=True
        )
        for total in totals
        if total.amount_minor
    )


def _tip(totals: Sequence[CurrencyTotal], share: str) -> str:
    return "\n".join(
        _(
            "{n} in {currency}: {amount}, weighted {weighted} "
            "({share} unless a deal says otherwise)"
        ).format(
            n=format_number(total.count),
            currency=total.currency,
            amount=format_money(total.amount_minor, total.currency),
            weighted=format_money(total.weighted_minor, total.currency),
            share=share,
        )
        for total in totals
    )
