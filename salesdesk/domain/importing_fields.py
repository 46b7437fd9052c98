"""The kinds of row that can be imported and the fields that a column can be mapped to.

Used by every ``importing`` module, the wizard's lists and the command line. Data only.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from salesdesk.domain.facts import N_

Kind = Literal["deals", "accounts", "products", "contacts"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Shape = Literal[
    "text", "date", "money", "percent", "currency", "stage", "status", "flag", "words", "many"
]
"""How the cells of a target field are read. ``words`` are tags split at commas, ``many`` holds
several addresses or numbers in one cell."""

CUSTOM = "custom"
"""Target of a column that becomes a custom field."""
IGNORED = ""
"""Target of a column that is left out."""


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field that a column can be mapped to. `label` is a gettext message id."""

    key: str
    label: str
    shape: Shape = "text"
    several: bool = False
    """Whether more than one column may feed it: the first that is filled counts (``many``: all)."""


_DEAL_FIELDS = (
    TargetField("name", N_("Deal name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("stage", N_("Stage"), "stage"),
    TargetField("status", N_("Status (open, won, lost)"), "status"),
    TargetField("is_won", N_("Is won (yes or no)"), "flag"),
    TargetField("is_closed", N_("Is closed (yes or no)"), "flag"),
    TargetField("amount", N_("Amount"), "money"),
    TargetField("currency", N_("Currency"), "currency"),
    TargetField("probability", N_("Probability in percent"), "percent"),
    TargetField("created_on", N_("Created on"), "date"),
    TargetField("close_on", N_("Close date (expected while open)"), "date"),
    TargetField("expected_close_on", N_("Expected close"), "date"),
    TargetField("closed_on", N_("Closed on"), "date", several=True),
    TargetField("owner", N_("Owner")),
    TargetField("source", N_("Source")),
    TargetField("pipeline", N_("Pipeline")),
    TargetField("lost_reason", N_("Reason lost")),
    TargetField("next_step", N_("Next step")),
    TargetField("next_step_on", N_("Next step on"), "date"),
    TargetField("note", N_("Note"), several=True),
    TargetField("tags", N_("Tags"), "words"),
    TargetField("account_name", N_("Account: name")),
    TargetField("account_external_id", N_("Account: id in the other program")),
    TargetField("account_website", N_("Account: website")),
    TargetField("account_industry", N_("Account: industry")),
    TargetField("account_phone", N_("Account: phone")),
    TargetField("account_city", N_("Account: city")),
    TargetField("account_country", N_("Account: country")),
    TargetField("product_name", N_("Product: name")),
    TargetField("person_name", N_("Contact: name")),
    TargetField("person_first_name", N_("Contact: first name")),
    TargetField("person_last_name", N_("Contact: last name")),
    TargetField("person_email", N_("Contact: mail address"), "many", several=True),
    TargetField("person_phone", N_("Contact: phone"), "many", several=True),
    TargetField("person_title", N_("Contact: title")),
    TargetField("person_external_id", N_("Contact: id in the other program")),
)
_ACCOUNT_FIELDS = (
    TargetField("name", N_("Account name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("industry", N_("Industry")),
    TargetField("size", N_("Size")),
    TargetField("revenue", N_("Revenue")),
    TargetField("website", N_("Website"), several=True),
    TargetField("phone", N_("Phone"), several=True),
    TargetField("city", N_("City")),
    TargetField("country", N_("Country")),
    TargetField("parent_name", N_("Parent account")),
    TargetField("owner", N_("Owner")),
    TargetField("tools", N_("Tools in use")),
    TargetField("about", N_("About"), several=True),
)
_PRODUCT_FIELDS = (
    TargetField("name", N_("Product name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("code", N_("Code")),
    TargetField("family", N_("Family")),
    TargetField("price", N_("List price"), "money"),
    TargetField("currency", N_("Currency"), "currency"),
    TargetField("unit", N_("Unit")),
    TargetField("about", N_("About"), several=True),
)
_CONTACT_FIELDS = (
    TargetField("name", N_("Name")),
    TargetField("first_name", N_("First name")),
    TargetField("middle_name", N_("Middle name")),
    TargetField("last_name", N_("Last name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("title", N_("Title")),
    TargetField("email", N_("Mail address"), "many", several=True),
    TargetField("phone", N_("Phone"), "many", several=True),
    TargetField("linkedin", N_("LinkedIn")),
    TargetField("account_name", N_("Account: name")),
    TargetField("account_external_id", N_("Account: id in the other program")),
    TargetField("account_website", N_("Account: website")),
    TargetField("about", N_("About"), several=True),
)
FIELDS: MappingProxyType[Kind, tuple[TargetField, ...]] = MappingProxyType(
    {
        "deals": _DEAL_FIELDS,
        "accounts": _ACCOUNT_FIELDS,
        "products": _PRODUCT_FIELDS,
        "contacts": _CONTACT_FIELDS,
    }
)
"""The target fields of each kind, in the order in which a list offers them."""


def field(kind: Kind, key: str) -> TargetField | None:
    """The target field with that key; None for :data:`CUSTOM`, :data:`IGNORED` and unknown ones."""
    return next((target for target in FIELDS[kind] if target.key == key), None)
