"""What the wizard calls kinds, choices and readings. Used by its pages."""

from __future__ import annotations

from collections.abc import Sequence

from salesdesk.domain.importing import CUSTOM, FIELDS, IGNORED, Kind, StageChoice
from salesdesk.support.i18n import _, format_number, ngettext

ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "cp1250", "cp1251", "shift_jis", "gb18030")
"""Offered beside the one that was found."""


def kinds() -> list[tuple[Kind, str]]:
    """What the rows of a file can be."""
    return [
        ("deals", _("Deals")),
        ("accounts", _("Accounts")),
        ("products", _("Products")),
        ("contacts", _("Contacts")),
    ]


def duplicates() -> list[tuple[str, str]]:
    """What becomes of rows that are there already."""
    return [
        ("skip", _("Leave as they are")),
        ("update", _("Update from the file")),
        ("add", _("Add again")),
    ]


def targets(kind: Kind, heading: str) -> list[tuple[str, str]]:
    """What a column can become."""
    fields = [(field.key, _(field.label)) for field in FIELDS[kind]]
    own = _("Own field “{name}”").format(name=heading[:60])
    return [(IGNORED, _("Leave out")), (CUSTOM, own), *fields]


def delimiters(found: str) -> list[tuple[str, str]]:
    """What may stand between cells; one that was found and is unusual comes last."""
    known = [
        (",", _("Comma ,")),
        (";", _("Semicolon ;")),
        ("\t", _("Tab")),
        ("|", _("Bar |")),
    ]
    return known if not found or found in dict(known) else [*known, (found, found)]


def encodings(found: str) -> list[tuple[str, str]]:
    """How the letters may be written; the one that was found comes first."""
    names = dict.fromkeys([found, *ENCODINGS] if found else ENCODINGS)
    return [(name, name.upper().replace("_", "-")) for name in names]


def outcomes(stages: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], str]]:
    """What a stage of the file can be here: (outcome, stage key) and words."""
    open_ones = [(("open", key), name) for key, name in stages]
    if not stages:
        open_ones = [(("open", ""), _("Open"))]
    return [*open_ones, (("won", ""), _("Won")), (("lost", ""), _("Lost"))]


def outcome_words(choice: StageChoice, stages: Sequence[tuple[str, str]]) -> str:
    """A choice in words."""
    return dict(outcomes(stages)).get((choice.outcome, choice.stage), _("First stage"))


def rows(count: int) -> str:
    """So many rows."""
    return ngettext("{n} row", "{n} rows", count).format(n=format_number(count))


def about(kind: Kind, count: int) -> str:
    """What a file holds: "8,800 deals"."""
    words = {
        "deals": ngettext("{n} deal", "{n} deals", count),
        "accounts": ngettext("{n} account", "{n} accounts", count),
        "products": ngettext("{n} product", "{n} products", count),
        "contacts": ngettext("{n} contact", "{n} contacts", count),
    }
    return words[kind].format(n=format_number(count))
