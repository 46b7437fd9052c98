"""How cards are to look: density and which fields they show. Kept in the settings by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Density = Literal["comfortable", "compact"]

NARROW = 1000
"""Below this width of the page, at the 13 px text size, the filter chips have their own row."""

FIELDS: tuple[str, ...] = (
    "account", "amount", "next_step", "progress", "objections", "days", "close", "tags", "products",
)  # fmt: skip
"""What a card can show besides the deal's name, in the order of the menu."""
USUAL = frozenset({"account", "amount", "next_step", "progress", "objections", "days"})


class CardLook(NamedTuple):
    """Density and fields of all cards of the board."""

    density: Density = "comfortable"
    fields: frozenset[str] = USUAL

    @property
    def lines(self) -> int:
        """How many lines of text a card has; the same for all cards, so that rows are uniform."""
        second = self.is_comfortable and bool(self.fields & {"account", "amount"})
        third = bool(self.fields & {"next_step", "progress", "objections", "days"})
        fourth = bool(self.fields & {"close", "tags", "products"})
        return 1 + second + third + fourth

    @property
    def is_comfortable(self) -> bool:
        """Whether account and amount have a line of their own."""
        return self.density == "comfortable"

    def with_field(self, name: str, *, shown: bool) -> CardLook:
        """The same look with one field shown or not."""
        fields = self.fields | {name} if shown else self.fields - {name}
        return CardLook(self.density, fields)

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready values; :meth:`from_plain` is the inverse."""
        return {"density": self.density, "fields": [f for f in FIELDS if f in self.fields]}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any] | None) -> CardLook:
        """The look kept in the settings; what is unknown there is left out."""
        if not plain:
            return cls()
        density: Density = "compact" if plain.get("density") == "compact" else "comfortable"
        fields = plain.get("fields")
        if not isinstance(fields, list):
            return cls(density, USUAL)
        return cls(density, frozenset(field for field in FIELDS if field in fields))
