"""Says at the start which words of the last time were kept, and where they are to be found.

Called by `ui.shell.upkeep`; `ui.shell.unfinished_dialog` names texts and their places by it. Of
each text the banner speaks when it was left, and once more when it did not come back into its
field by the next start: then no more. The dialog has it for as long as it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui.draft_fields import is_aside

if TYPE_CHECKING:
    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.window import MainWindow
    from salesdesk.usecases.drafts import Draft, Place

Places = Mapping[str, "Place"]
_NAMED = 3
_LONGEST = 60
_SCREEN, _ENTRY = "unfinished", "told"
_OFTEN, _ENOUGH, _MOST_MARKS = 2, 9, 400


class Told:
    """How often each text was told of. Kept with the settings, as marks that hold no words."""

    def __init__(self, settings: LiveSettings) -> None:
        self._settings = settings

    def times(self, draft: Draft, *, is_gone: bool) -> int:
        """How often it was told of, as what it is now."""
        return self._kept().get(_mark(draft, is_gone=is_gone), 0)

    def add(self, drafts: Sequence[Draft], times: int, *, is_gone: bool) -> None:
        """Some were told of once more, or often enough."""
        kept = self._kept()
        for draft in drafts:
            mark = _mark(draft, is_gone=is_gone)
            kept[mark] = min(kept.pop(mark, 0) + times, _ENOUGH)
        self._settings.keep(_SCREEN, **{_ENTRY: dict([*kept.items()][-_MOST_MARKS:])})

    def end(self, draft: Draft) -> None:
        """It stands in its field again, where the rep sees it."""
        self.add([draft], _ENOUGH, is_gone=False)

    def _kept(self) -> dict[str, int]:
        found = self._settings.screen(_SCREEN).get(_ENTRY, {})
        pairs = found.items() if isinstance(found, Mapping) else ()
        return {str(mark): n for mark, n in pairs if isinstance(n, int)}


class News(NamedTuple):
    """What the banner has to say: each text in one of these, or in none."""

    fresh: list[Draft]
    """Left the last time; these come back into their fields."""
    late: list[Draft]
    """Told of before, and in no field since."""
    gone: list[Draft]
    """What they were written on is in the bin, or not in the desk any more."""


def news(drafts: Sequence[Draft], places: Places, told: Told) -> News:
    """What is still to be told of."""
    found = News([], [], [])
    for draft in drafts:
        is_gone = places[draft.place].is_gone
        times = told.times(draft, is_gone=is_gone)
        if times >= _OFTEN:
            continue
        if is_gone:
            found.gone.append(draft)
        else:
            (found.late if times or is_aside(draft.key) else found.fresh).append(draft)
    return found


def tell(window: MainWindow, drafts: Sequence[Draft], places: Places, told: Told) -> None:
    """Name the fields; offer to go to the newest on a deal, or to show those without a field."""
    found = news(drafts, places, told)
    words = sentence(found, places)
    if not words:
        return
    told.add([*found.fresh, *found.late], 1, is_gone=False)
    told.add(found.gone, 1, is_gone=True)

    def seen() -> None:
        told.add(found.late, _ENOUGH, is_gone=False)
        told.add(found.gone, _ENOUGH, is_gone=True)

    def show() -> None:
        seen()
        window.open("unfinished")

    deal = next((places[each.place].deal for each in found.fresh if places[each.place].deal), "")
    if found.late or found.gone:
        window.warn(words, "info", _("Show it"), show, seen)
    elif deal:
        window.warn(words, "info", _("Go there"), lambda: window.go("deal", deal))
    else:
        window.warn(words, "info")


def tell_unfit(window: MainWindow, draft: Draft) -> None:
    """Its field is in front of the rep, with something else in it."""
    words = _("What you typed into “{field}” before is kept: something else stands there now.")
    window.tell(words.format(field=short(draft)), _("Show it"), lambda: window.open("unfinished"))


def sentence(found: News, places: Places) -> str:
    """What was typed and not saved, and whether its field has it: “Note” on Fleet telematics."""
    parts = (
        (found.fresh, _("What you typed last time and did not save is kept, and comes back into "
                        "its field: {fields}.")),
        (found.late, _("What you typed before and did not save has not come back into its field: "
                       "{fields}.")),
        (found.gone, _("What you typed and did not save is kept, but what it belongs to is not "
                       "there any more: {fields}.")),
    )  # fmt: skip
    return " ".join(words.format(fields=_fields(some, places)) for some, words in parts if some)


def where(draft: Draft, place: Place) -> str:
    """The field, and the deal, account or page that it is on."""
    on = place.name if place.state != "gone" else ""
    if not on:
        return _("“{field}”").format(field=short(draft))
    return _("“{field}” on {deal}").format(field=short(draft), deal=on[:_LONGEST])


def short(draft: Draft) -> str:
    """What the field is called, on one line."""
    return " ".join(draft.label.split())[:_LONGEST] or _("a field")


def _fields(drafts: Sequence[Draft], places: Places) -> str:
    named = [where(each, places[each.place]) for each in drafts[:_NAMED]]
    if len(drafts) > _NAMED:
        more = ngettext("{n} more", "{n} more", len(drafts) - _NAMED)
        named.append(more.format(n=format_number(len(drafts) - _NAMED)))
    return ", ".join(named)


def _mark(draft: Draft, *, is_gone: bool) -> str:
    """Says whether two texts are the same, and nothing else of them: settings are in the clear."""
    words = f"{draft.place}|{draft.field}|{draft.kept_at}|{is_gone}"
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
