"""A frozen offer as JSON text, and back. Called by the commands and queries of proposals.

The shape is that of `domain.proposal.Offer`; fields that a later program adds and this one does
not know are left out, fields that it misses have their defaults.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from salesdesk.domain.proposal import CaseInput, Offer, OfferLine, OfferOption, OfferPoint, Told


def to_json(offer: Offer) -> str:
    """The whole offer as JSON text, always the same for the same offer."""
    return json.dumps(dataclasses.asdict(offer), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Offer:
    """The offer that was kept. Raises ValueError when the text holds none."""
    plain = json.loads(text)
    if not isinstance(plain, dict):
        raise ValueError("no offer")
    parts: dict[str, Any] = {
        "options": tuple(_option(each) for each in plain.pop("options", ())),
        "points": _rows(OfferPoint, plain.pop("points", ())),
        "inputs": _rows(CaseInput, plain.pop("inputs", ())),
        "told": _rows(Told, plain.pop("told", ())),
    }
    return Offer(**_known(Offer, plain), **parts)


def _option(plain: dict[str, Any]) -> OfferOption:
    lines = _rows(OfferLine, plain.pop("lines", ()))
    return OfferOption(**_known(OfferOption, plain), lines=lines)


def _rows(kind: Any, rows: Any) -> tuple[Any, ...]:
    return tuple(kind(**_known(kind, row)) for row in rows)


def _known(kind: Any, plain: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(kind)}
    return {name: value for name, value in plain.items() if name in names}
