"""The words of values that the desk keeps as keys, where no other module has them.

Called by `record_fields`, for the history and the bin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from salesdesk.domain.facts import N_
from salesdesk.domain.practice import ALMOST, KNEW, NOT

GATES: Final[Mapping[str, str]] = {
    "reason": N_("Ask why"),
    "block": N_("Block"),
    "off": N_("Off"),
}
HANDOFF_FORMS: Final[Mapping[str, str]] = {"full": N_("Full form"), "short": N_("Short form")}
GRADES: Final[Mapping[str, str]] = {
    KNEW: N_("Knew it"),
    ALMOST: N_("Almost"),
    NOT: N_("Not yet"),
}
FILES: Final[Mapping[str, str]] = {
    "file": N_("File"),
    "mail": N_("Mail"),
    "card": N_("Contact card"),
}
POINTS: Final[Mapping[str, str]] = {
    "deliverable": N_("What they get"),
    "excluded": N_("What is not included"),
    "assumption": N_("What we take for granted"),
    "dependency": N_("What it depends on"),
    "milestone": N_("Milestone"),
}
FILTER_PARTS: Final[Mapping[str, str]] = {
    "text": N_("Words"),
    "stages": N_("Stage"),
    "amount_from": N_("Amount from"),
    "amount_to": N_("Amount to"),
    "close_from": N_("Closing from"),
    "close_to": N_("Closing until"),
    "next_steps": N_("Next step"),
    "stalled": N_("Stalled"),
    "tags": N_("Tags"),
    "products": N_("Products"),
    "account": N_("Account"),
    "paused": N_("Paused"),
}
"""The parts of a saved filter of the board."""
NEXT_STEPS: Final[Mapping[str, str]] = {
    "on_time": N_("On time"),
    "today": N_("Today"),
    "late": N_("Late"),
    "none": N_("None"),
    "not_assessed": N_("Not assessed"),
    "paused": N_("Paused"),
}
