"""Finds deals and stages by what a person calls them: for the command line, and for fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.reads.named import NamedDeal
    from salesdesk.usecases.desk import Desk

MOST_NAMED = 5


def deal_named(desk: Desk, words: str) -> str:
    """The id of the deal that `words` mean: its id, its name, or the beginning of its name.

    A name that fits exactly goes before one that differs in case, and that before a beginning.
    Raises KnownError when there is none, or when several fit; the sentence then names them.
    """
    from salesdesk.store.reads import named

    deals = desk.read(named.deals)
    wanted, folded = words.strip(), words.strip().casefold()
    tests: tuple[Callable[[NamedDeal], bool], ...] = (
        lambda deal: deal.id == wanted.lower(),
        lambda deal: deal.name == wanted,
        lambda deal: deal.name.casefold() == folded,
        lambda deal: deal.external_id == wanted,
        lambda deal: deal.name.casefold().startswith(folded),
    )
    for fits in tests if wanted else ():
        found = [deal for deal in deals if fits(deal)]
        if len(found) == 1:
            return found[0].id
        if found:
            raise KnownError(_several(words, found))
    text = _("There is no deal “{name}”. Nothing was written. “salesdesk list deals” names them.")
    raise KnownError(text.format(name=words))


def deal_choices(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(id, name with its account) of all deals in use, newest first."""
    from salesdesk.store.reads import named

    deals = desk.read(named.deals)
    return tuple(
        (deal.id, " · ".join(filter(None, (deal.name, deal.account)))) for deal in reversed(deals)
    )


def _several(words: str, found: list[NamedDeal]) -> str:
    listed = "; ".join(
        " · ".join(filter(None, (deal.name, deal.account, deal.id))) for deal in found[:MOST_NAMED]
    )
    more = ", …" if len(found) > MOST_NAMED else ""
    text = _("{count} deals fit “{name}”: {deals}{more}. Nothing was written. Name one by its id.")
    return text.format(count=len(found), name=words, deals=listed, more=more)


def first_pipeline(desk: Desk) -> str:
    """The id of the desk's first pipeline."""
    from salesdesk.store import glance

    return glance.pipelines(desk.raw)[0].id


def stage_names(desk: Desk) -> tuple[str, ...]:
    """The stages of the desk's first pipeline, in the order of the board."""
    from salesdesk.store import glance

    return tuple(stage.name for stage in glance.pipelines(desk.raw)[0].stages)
