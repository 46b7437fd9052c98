"""The desks that the pictures are taken over, each a file in a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from salesdesk.domain.clock import Clock
from salesdesk.domain.ids import new_id
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.new_desk import create
from tests.shots.stage import TODAY

NAMES = (
    "Warehouse rollout|Bluth Logistics|42000", "Compliance 2027|Hooli Finance|18500",
    "Plant 4 monitoring|Stark Castings|96000", "Fleet telematics|Zoomzone|64000",
    "ERP connector|Globex|23400", "Regional pilot|Cancity|12000",
    "Call centre renewal|Dontechi|71000", "Analytics suite|Isdom|55000",
    "Three-site licence|Konex|88000", "Data platform|Betasoloin|120000",
    "Spare parts portal|Initech|31500", "Shift planning|Vandelay Industries|27000",
    "Predictive maintenance for the northern plants and the harbour|Wonka Works|148000",
    "Field service app|Acme Pumps|39900", "Quality gates|Tyrell|",
    "Supplier onboarding|Umbrella|17250",
    "Training package|Soylent|8400", "Cold chain sensors|Massive Dynamic|205000",
    "Energy dashboard|Cyberdyne|46000", "Route optimiser|Duff Freight|58000",
)  # fmt: skip


def fill(desk: Desk) -> list[str]:
    """Forty deals over all stages, with every state that a card can have."""
    from salesdesk.usecases.deals import AddDeal, PauseDeals

    pipeline = desk.raw.execute("SELECT id FROM pipeline").fetchone()[0]
    stages = [stage.key for stage in desk.process(pipeline).board_stages()]
    spread = [0] * 11 + [1] * 9 + [2] * 7 + [3] * 6 + [4] * 4 + [5] * 3
    ids = []
    for number, at in enumerate(spread):
        name, account, amount = NAMES[number % len(NAMES)].split("|")
        if number >= len(NAMES):
            name = f"{name} II"
        deal_id = new_id()
        minor = int(amount) * 100 if amount else None
        currency = "USD" if number % 13 == 5 else None
        close = (TODAY + dt.timedelta(days=5 + 7 * number)).isoformat()
        desk.run(
            AddDeal(
                pipeline, stages[at], name, account=account, amount_minor=minor, currency=currency,
                expected_close_on=close, deal_id=deal_id,
            )
        )  # fmt: skip
        ids.append(deal_id)
        _steps(desk, deal_id, number)
        _evidence(desk, deal_id, number)
    desk.run(PauseDeals((ids[6], ids[21]), "Budget round", "2027-01-15"))
    _age(desk, ids)
    _win(desk, ids[-1])
    return ids


def _steps(desk: Desk, deal_id: str, number: int) -> None:
    from salesdesk.usecases.next_steps import PlannedStep, SetNextStep

    plans: dict[int, tuple[str, int, str | None]] = {
        0: ("Call", 2, "10:00"), 1: ("Email", -3, None), 3: ("Demo", 4, None),
        4: ("Call", -11, None),
        5: ("Meet", 1, "09:30"), 6: ("Demo with the whole plant team", 3, "15:00"),
        7: ("Walk-through", 5, None), 8: ("Call", 0, "09:00"), 9: ("Legal", 1, None),
    }  # fmt: skip
    plan = plans.get(number % 10)
    if plan is not None:
        what, days, time = plan
        due = (TODAY + dt.timedelta(days=days + number // 10)).isoformat()
        desk.run(SetNextStep(deal_id, PlannedStep(what, due, "call", time)))


def _evidence(desk: Desk, deal_id: str, number: int) -> None:
    from salesdesk.usecases.facts import AddFact
    from salesdesk.usecases.objections import LogObjection
    from salesdesk.usecases.people import AddPerson, PutOnDeal

    if number % 3 != 2:
        person = new_id()
        desk.run(AddPerson(f"Ines Berg {number}", person_id=person))
        desk.run(PutOnDeal(deal_id, person, role="champion"))
        said = {"person_id": person, "said_on": "2026-11-17", "confirmed": True}
        desk.run(AddFact(deal_id, "pain", "Too many stops are noticed too late", said))
        if number % 2:
            desk.run(AddFact(deal_id, "metric", "Stops", {**said, "measure": "11 h a week"}))
            desk.run(AddFact(deal_id, "criterion", "Works offline", said))
    if number % 7 == 1:
        desk.run(LogObjection(deal_id, "Too expensive"))


def _age(desk: Desk, ids: list[str]) -> None:
    """Some deals have stood in their stage for long; some were imported and not looked at."""
    desk.run(_Age(tuple(ids)))


class _Age:
    label = "Age deals"

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids

    def apply(self, unit: Any) -> None:
        from salesdesk.store.schema import Deal, Fact

        for number, deal_id in enumerate(self.ids):
            deal = unit.get(Deal, deal_id)
            if number % 5 == 1:
                deal.entered_on = "2026-10-05"
                for fact in unit.find(Fact, Fact.deal_id == deal_id):
                    fact.said_on = "2026-10-01"
            if number in (10, 14):
                deal.triage = "due"


def _win(desk: Desk, deal_id: str) -> None:
    from salesdesk.usecases.closing import WinDeal

    desk.run(WinDeal(deal_id, 7_200_000, TODAY.isoformat(), ("won-fit",)))


def demo(folder: Path) -> Path:
    """The demo desk."""
    from salesdesk.usecases.demo import demo_desk

    path = folder / "Demo.desk"
    demo_desk(path, Clock(TODAY))
    return path


def bare(folder: Path) -> Path:
    """A desk with nothing in it."""
    from salesdesk.processes.builtin import load_builtin

    path = folder / "Sales.desk"
    create(path, Clock(TODAY), load_builtin(), "EUR", "Sales")
    return path


def many(folder: Path) -> Path:
    """Forty deals."""
    path = bare(folder)
    desk = Desk(path, Clock(TODAY), threaded=False)
    fill(desk)
    desk.close()
    return path


def single(folder: Path) -> Path:
    """One deal of which nothing is known but its name."""
    from salesdesk.usecases.deals import AddDeal

    path = bare(folder)
    desk = Desk(path, Clock(TODAY), threaded=False)
    pipeline = desk.raw.execute("SELECT id FROM pipeline").fetchone()[0]
    stage = desk.process(pipeline).board_stages()[0].key
    desk.run(AddDeal(pipeline, stage, "First deal"))
    desk.close()
    return path


def long(folder: Path) -> Path:
    """The demo with names of forty letters and amounts of twelve digits, in euro and yen."""
    path = demo(folder)
    desk = Desk(path, Clock(TODAY), threaded=False)
    desk.run(_Lengthen())
    desk.close()
    return path


class _Lengthen:
    label = "Longer names"

    def apply(self, unit: Any) -> None:
        from salesdesk.store.schema import Account, Deal, LineItem, Person

        for number, deal in enumerate(unit.match(Deal)):
            deal.name = f"Rahmenvertragsverlängerungsverhandlung {number + 1}"
            deal.amount_minor = 123_456_789_012 * (1 if number % 2 else 100)
            deal.currency = "JPY" if number % 2 else "EUR"
        for number, account in enumerate(unit.match(Account)):
            account.name = f"Donaudampfschifffahrtsgesellschaft AG {number + 1}"
        for number, person in enumerate(unit.match(Person)):
            person.name = f"Maximiliane Freifrau von Hohenstauffen {number + 1}"
        for item in unit.match(LineItem):
            item.name = "Telematikdatenerfassungsschnittstellengerät"
