"""Says at the start which words of the last time are in their fields again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _, format_number, ngettext

if TYPE_CHECKING:
    from salesdesk.ui.context import Shell
    from salesdesk.usecases.drafts import Draft

_NAMED = 3


def tell(shell: Shell, drafts: Sequence[Draft], deals: Mapping[str, str]) -> None:
    """Name the fields, and offer to go to the newest that is on a deal."""
    if not drafts:
        return
    place = next((each.place for each in drafts if each.place in deals), "")
    if place:
        shell.warn(sentence(drafts, deals), "info", _("Go there"), lambda: shell.go("deal", place))
    else:
        shell.warn(sentence(drafts, deals), "info")


def sentence(drafts: Sequence[Draft], deals: Mapping[str, str]) -> str:
    """What was typed and not saved: “Note” on Fleet telematics."""
    named = [_named(each, deals) for each in drafts[:_NAMED]]
    if len(drafts) > _NAMED:
        more = ngettext("{n} more", "{n} more", len(drafts) - _NAMED)
        named.append(more.format(n=format_number(len(drafts) - _NAMED)))
    words = _("What you typed last time and did not save is in its field again: {fields}.")
    return words.format(fields=", ".join(named))


def _named(draft: Draft, deals: Mapping[str, str]) -> str:
    label = draft.label[:60] or _("a field")
    deal = deals.get(draft.place, "")
    if not deal:
        return _("“{field}”").format(field=label)
    return _("“{field}” on {deal}").format(field=label, deal=deal[:60])
