"""Parts of papers made from an offer: prices, options side by side, milestones, the business case.

Called by `buyer_papers`. All texts are as a buyer reads them; nothing here knows influence,
stance, scores or limits of ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from salesdesk.domain.facts import N_
from salesdesk.domain.notes import Block, Line, Section, Table
from salesdesk.domain.proposal import (
    PERIOD_LABELS,
    Figure,
    Offer,
    OfferLine,
    OfferOption,
    OfferPoint,
    Told,
    Totals,
    first_year,
    totals,
)
from salesdesk.domain.roi import CASE_KINDS, CASES, BusinessCase, Returns, business_case
from salesdesk.support.i18n import (
    _,
    format_date,
    format_money,
    format_money_column,
    format_number,
    format_percent,
    ngettext,
)

SIDE_LABELS = {"buyer": N_("You"), "seller": N_("We"), "both": N_("Both")}
_OPTION_WIDTHS = (32, 26, 12, 15, 15)
_PAID_WIDTHS = (25, 28, 11, 13, 10, 13)
"""When the lines are paid at several times."""


def day(text: str) -> str:
    """An ISO date as a person reads it; "" for none."""
    return format_date(dt.date.fromisoformat(text), "medium") if text else ""


def listed(heading: str, texts: Iterable[Line], block: str = "") -> Section | None:
    """A section of lines, in one block of this heading of its own; None when there is no line."""
    lines = tuple(texts)
    return Section(heading, (Block(block, lines),)) if lines else None


def said(fact: Told) -> Line:
    """What they told us with who said it and when."""
    return Line(fact.words, ", ".join(filter(None, (fact.person, day(fact.said_on)))))


def outcomes(facts: Iterable[Told]) -> Table | None:
    """What is to be reached, measured; None when nothing was agreed."""
    rows = tuple(
        (fact.words, fact.measure or "–", fact.baseline or "–", fact.target or "–",
         day(fact.due_on) or "–")
        for fact in facts
    )  # fmt: skip
    head = (_("Outcome"), _("Measure"), _("Today"), _("Target"), _("By"))
    if not rows:
        return None
    return Table(head, rows, (36, 24, 12, 12, 16), figures_among(rows, (2, 3))).without_empty()


def figures_among(rows: Sequence[Sequence[str]], columns: Iterable[int]) -> tuple[int, ...]:
    """Those of the columns that hold figures alone ("50", "€1,200", "20%"), not words."""
    return tuple(
        column
        for column in columns
        if not any(char.isalpha() for row in rows for char in row[column])
    )


def point_line(point: OfferPoint) -> Line:
    """A point with who does it and until when, as far as that is said."""
    side = _(SIDE_LABELS[point.side]) if point.side in ("buyer", "both") else ""
    who = f"{side}: {point.owner}" if side and point.owner else side or point.owner
    until = _("by {date}").format(date=day(point.due_on)) if point.due_on else ""
    return Line(point.words, ", ".join(filter(None, (who, until))))


def milestones(offer: Offer) -> Table | None:
    """The timeline as a table by date, those without a date at the end."""
    points = sorted(offer.of_kind("milestone"), key=lambda each: each.due_on or "9999")
    rows = tuple((day(each.due_on) or _("to be agreed"), each.words, _who(each)) for each in points)
    table = Table((_("When"), _("What"), _("Who")), rows, (20, 55, 25))
    return table.without_empty() if rows else None


def _who(point: OfferPoint) -> str:
    side = _(SIDE_LABELS[point.side]) if point.side in SIDE_LABELS else ""
    return ", ".join(filter(None, (side, point.owner))) or "–"


def option_section(offer: Offer, option: OfferOption) -> Section:
    """One option: what it is, its lines with prices, and what they come to."""
    lines = tuple(Line(text) for text in (option.summary,) if text)
    heading = option.name
    if len(offer.options) == 1 and heading == _("What we propose") and has_scope(offer):
        heading = _("What it costs")
    if option.recommended and len(offer.options) > 1:
        heading = _("{option} (we recommend this one)").format(option=option.name)
    blocks = [Block("", lines)] if lines else []
    if option.lines:
        blocks.append(Block("", (), _lines_table(offer, option)))
    sums = _sums_table(offer, option)
    if sums is not None:
        blocks.append(Block("", _tax_lines(offer), sums))
    return Section(heading, tuple(blocks))


def has_scope(offer: Offer) -> bool:
    """Whether the offer says what is delivered, and what is not."""
    return bool(offer.scope or offer.of_kind("deliverable") or offer.of_kind("excluded"))


def _lines_table(offer: Offer, option: OfferOption) -> Table:
    """The lines with their prices; when each is paid, if not all are paid once."""
    lines = option.lines
    prices = format_money_column([line.unit_minor for line in lines], offer.currency)
    sums = format_money_column([line.total_minor for line in lines], offer.currency)
    rows = [_line_row(offer, *each) for each in zip(lines, prices, sums, strict=True)]
    head = [_("What"), _("Answers"), _("Quantity"), _("Price"), _("Total")]
    if all(line.period == "once" for line in lines):
        return Table(tuple(head), tuple(rows), _OPTION_WIDTHS, (2, 3, 4)).without_empty()
    head.insert(4, _("Paid"))
    paid = [_(PERIOD_LABELS[line.period]) for line in lines]
    found = tuple((*row[:4], when, row[4]) for row, when in zip(rows, paid, strict=True))
    return Table(tuple(head), found, _PAID_WIDTHS, (2, 3, 5)).without_empty()


def side_by_side(offer: Offer) -> Table | None:
    """What each option comes to, one beside the other; None with fewer than two."""
    if len(offer.options) < 2:
        return None
    sums = [{each.period: each for each in totals(o, offer.tax_bp)} for o in offer.options]
    rows = [
        (_(label).capitalize(), *(_net(found.get(period), offer) for found in sums))
        for period, label in PERIOD_LABELS.items()
        if any(period in found for found in sums)
    ]
    rows.append((_("First year"), *(_figure(first_year(o), offer.currency) for o in offer.options)))
    names = dict.fromkeys(line.name for option in offer.options for line in option.lines)
    rows += [(name, *(_share(option, name) for option in offer.options)) for name in names]
    names_of = tuple(option.name for option in offer.options)
    return Table((_("What"), *names_of), tuple(rows), figures=tuple(range(1, len(names_of) + 1)))


def case_section(offer: Offer, option: OfferOption) -> Section | None:
    """The business case of an option: its inputs, three cases, formulas; None without inputs."""
    if not offer.inputs:
        return None
    found = business_case(offer, option)
    head = (_("What we count"), _("Kind"), _("Expected"), _("From – to"), _("Rests on"))
    counted = [each for each in offer.inputs if each.currency == offer.currency]
    amounts = format_money_column([each.value_minor for each in counted], offer.currency)
    rows = tuple(
        (each.name, _(CASE_KINDS[each.kind]), amount,
         _range(each.low_minor, each.high_minor, each.currency), rests_on(offer, each))
        for each, amount in zip(counted, amounts, strict=True)
    )  # fmt: skip
    blocks = [
        Block("", (), Table(head, rows, (22, 12, 12, 23, 31), (2, 3))),
        Block("", _case_remarks(found, offer), _cases(found, offer.currency)),
    ]
    return Section(_("What it returns"), tuple(blocks))


def rests_on(offer: Offer, each: object) -> str:
    """On what an input of the business case rests, in words."""
    fact = offer.fact(getattr(each, "fact_id", None))
    words = getattr(each, "rests_on", "")
    if fact is None:
        return words or _("our estimate, to be confirmed")
    who = f" ({fact.person})" if fact.person else ""
    return " · ".join(filter(None, (f"“{fact.words}”{who}", words)))


def payback_text(figure: Figure) -> str:
    """A payback in words: how many months, or that it is not known, or never within ten years."""
    if figure.missing:
        return unknown(figure)
    if figure.value is None:
        return _("not within ten years")
    if figure.value == 0:
        return _("at once")
    return ngettext("{n} month", "{n} months", figure.value).format(n=figure.value)


def unknown(figure: Figure) -> str:
    """That a figure is not known, and what lacks for it."""
    return _("not known: {what}").format(what=", ".join(_(text) for text in figure.missing))


def terms_section(offer: Offer) -> Section | None:
    """Terms, payment, validity and what is said of tax."""
    tax = _("Prices are without tax.")
    if offer.tax_bp is not None:
        rate = percent(offer.tax_bp)
        tax = _("Prices are without tax; tax of {rate} is shown apart.").format(rate=rate)
    valid = _("This offer holds until {date}.").format(date=day(offer.valid_until))
    pairs = (
        (_("Term"), offer.terms),
        (_("Payment"), offer.payment),
        (_("Tax"), tax if offer.options else ""),
        (_("Validity"), valid if offer.valid_until else ""),
    )
    blocks = tuple(Block(label, (Line(text),)) for label, text in pairs if text)
    return Section(_("Terms"), blocks) if blocks else None


def percent(hundredths: int) -> str:
    """Hundredths of a percent as people read them: "19%", "7.5%"."""
    digits = 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2
    return format_percent(Decimal(hundredths) / 10_000, digits)


def _line_row(offer: Offer, line: OfferLine, price: str, total: str) -> tuple[str, ...]:
    fact = offer.fact(line.fact_id)
    name = f"{line.name}\n{line.note}" if line.note else line.name
    if line.discount_bp:
        less = _("less {discount}").format(discount=percent(line.discount_bp))
        price = f"{price}\n{less}"
    if line.total_minor is None:
        total = _("to be agreed")
    quantity = format_number(Decimal(line.quantity_milli) / 1000)
    return name, fact.words if fact else "–", quantity, price, total


def _sums_table(offer: Offer, option: OfferOption) -> Table | None:
    found = totals(option, offer.tax_bp)
    rows = [row for each in found for row in _sums(option, each)]
    if not rows:
        return None
    amounts = format_money_column([minor for _label, minor in rows], offer.currency)
    shown = [(label, amount) for (label, _minor), amount in zip(rows, amounts, strict=True)]
    for each in found:
        if each.unpriced:
            label = _("{period}, still without a price")
            period = _(PERIOD_LABELS[each.period]).capitalize()
            shown.append((label.format(period=period), ", ".join(each.unpriced)))
    return Table((_("In total"), _("Amount")), tuple(shown), (60, 40), (1,))


def _sums(option: OfferOption, each: Totals) -> list[tuple[str, int | None]]:
    """What the lines of one period come to: label and amount."""
    period = _(PERIOD_LABELS[each.period]).capitalize()
    rows: list[tuple[str, int | None]] = []
    if each.discount_minor:
        less = _("Discount of {share}").format(share=percent(option.discount_bp))
        rows = [(_("{period}, before discount").format(period=period), each.sum_minor),
                (less, -each.discount_minor)]  # fmt: skip
    rows.append((period, each.net_minor))
    if each.tax_minor is not None:
        rows.append((_("Tax"), each.tax_minor))
        rows.append((_("{period}, with tax").format(period=period), each.gross_minor))
    return rows


def _tax_lines(offer: Offer) -> tuple[Line, ...]:
    return () if offer.tax_bp is not None else (Line(_("Without tax.")),)


def _net(each: Totals | None, offer: Offer) -> str:
    if each is None:
        return "–"
    text = format_money(each.net_minor, offer.currency)
    return _("{amount}, not all priced").format(amount=text) if each.unpriced else text


def _figure(figure: Figure, currency: str) -> str:
    return unknown(figure) if figure.value is None else format_money(figure.value, currency)


def _share(option: OfferOption, name: str) -> str:
    quantity = sum(line.quantity_milli for line in option.lines if line.name == name)
    return format_number(Decimal(quantity) / 1000) if quantity else "–"


def _range(low: int | None, high: int | None, currency: str) -> str:
    if low is None and high is None:
        return _("no range")
    ends = [format_money(each, currency) if each is not None else "…" for each in (low, high)]
    return " – ".join(ends)


_ROWS: tuple[tuple[str, Callable[[Returns], Figure]], ...] = (
    (N_("Gains in the first year"), lambda case: case.gains),
    (N_("Costs in the first year"), lambda case: case.costs),
    (N_("Value of the first year"), lambda case: case.net),
)


def _cases(found: BusinessCase, currency: str) -> Table:
    """The three cases side by side."""
    head = (found.option, *(_(label) for label in CASES.values()))
    figures = [[figure(case) for case in found.cases] for _label, figure in _ROWS]
    amounts = iter(format_money_column([f.value for row in figures for f in row], currency))
    texts = [[(f, next(amounts)) for f in row] for row in figures]
    rows = [
        (_(label), *(unknown(f) if f.value is None else amount for f, amount in row))
        for (label, _of_case), row in zip(_ROWS, texts, strict=True)
    ]
    rows.append((_("Paid back after"), *(payback_text(case.payback) for case in found.cases)))
    return Table(head, tuple(rows), (31, 23, 23, 23), (1, 2, 3))


def _case_remarks(found: BusinessCase, offer: Offer) -> tuple[Line, ...]:
    """The formulas, and what a reader must know of the inputs."""
    case = found.expected
    formulas = (
        (_("Gains"), case.gains), (_("Costs"), case.costs),
        (_("Value of the first year"), case.net), (_("Paid back after"), case.payback),
    )  # fmt: skip
    lines = [
        Line(_("{what} = {formula}").format(what=label, formula=_(figure.formula)))
        for label, figure in formulas
    ]
    lines.append(Line(_("Cautious: the lowest gains and the highest costs; hopeful: the reverse.")))
    if found.without_range:
        names = ", ".join(each.name for each in found.without_range)
        lines.append(
            Line(_("Without a range, so the same in all three: {names}.").format(names=names))
        )
    if found.left_out:
        names = ", ".join(f"{each.name} ({each.currency})" for each in found.left_out)
        text = _("Not counted, since they are not in {currency}: {names}.")
        lines.append(Line(text.format(currency=offer.currency, names=names)))
    return tuple(lines)
