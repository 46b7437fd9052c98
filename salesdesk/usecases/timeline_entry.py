"""One entry of a deal's timeline. Made by `usecases.timeline`, shown by the deal page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. `ref` is the id of its row in `table`.

    `on` is a local date (ISO text), `time` HH:MM or None; `days` the time in stage of a stay, in
    days, so far for the present one. `person` is who said or did it.
    """

    kind: str
    on: str
    title: str
    table: str
    ref: str
    body: str = ""
    person: str = ""
    time: str | None = None
    days: int | None = None
    by_buyer: bool = False
