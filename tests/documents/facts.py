"""The fixed hand-made facts that the golden papers are made from, and a hostile set."""
# ruff: noqa: E501

from __future__ import annotations

import dataclasses
from typing import Any

from salesdesk.domain.notes import (
    ActionPlanPaper,
    Block,
    BuyerPaper,
    DealPage,
    DiscoverySummary,
    HandoffNotes,
    Letterhead,
    Line,
    Paper,
    PreCallSheet,
    ProcessMap,
    ReviewNotes,
    Section,
    Table,
    ValueRecap,
)

DATE = "November 20, 2026"

HANDOFF = HandoffNotes(
    title="Handoff notes",
    subtitle="Fleet telematics · Zoomzone · €64,000 · November 20, 2026",
    account="Zoomzone",
    date=DATE,
    facts=(("From", "Sam Rivera"), ("To", "Maria Sousa, customer success"), ("Ready", "9 of 13")),
    ready=9,
    total=13,
    sections=(
        Section(
            "What was sold",
            (
                Block(
                    "Products and services sold",
                    table=Table(
                        ("Product", "Quantity", "Unit price", "Discount", "Total"),
                        (
                            ("Live tracking, 36 months", "84", "€700.00", "–", "€58,800"),
                            ("Depot dashboard", "1", "€5,777.78", "10%", "€5,200"),
                        ),
                        figures=(1, 2, 3, 4),
                    ),
                    is_done=True,
                ),
                Block("Term, start and renewal", (Line("Term: 36 months"), Line("Start: Dec 1, 2026")), is_done=True),
                Block("Discounts that end", (Line("None (confirmed)"),), is_done=True),
            ),
        ),
        Section(
            "The people",
            (
                Block(
                    "",
                    (Line("Open: Billing contact, nobody has this role", is_open=True),),
                    Table(
                        ("Role", "Name", "Position", "How to reach", "Good to know"),
                        (
                            ("Champion", "Ines Duarte", "Head of dispatch", "ines@zoomzone.example", "Wants a quiet rollout"),
                            ("Economic buyer", "Paul Meyer", "CFO", "", "Reads the monthly figure only"),
                        ),
                    ),
                ),
            ),
        ),
        Section(
            "Why they bought",
            (
                Block(
                    "Goals",
                    (
                        Line("Cut missed slots at Lyon from three a week to none by March.", "Ines Duarte, Nov 17, 2026 · confirmed"),
                        Line("Stop hourly re-keying by two dispatchers.", "Ines Duarte, Nov 17, 2026 · confirmed"),
                    ),
                    is_done=True,
                ),
                Block("What decided it", (Line("The depot dashboard, shown with their own data."),), is_done=True),
            ),
        ),
        Section(
            "What success means",
            (
                Block(
                    "Promised outcomes",
                    (Line("Open: 1 outcome without a date", is_open=True),),
                    Table(
                        ("What", "Measure", "Today", "Target", "By"),
                        (
                            ("Fewer missed slots", "slots a week", "3", "0", "Mar 31, 2027"),
                            ("Faster dispatch", "time a day", "2 h", "10 min", "Open"),
                        ),
                    ),
                    is_done=False,
                ),
            ),
        ),
        Section(
            "Dates and capacity",
            (
                Block("Kickoff date", (Line("Dec 1, 2026"),), is_done=True),
                Block("Blackout periods", (Line("Open: fill it in, or confirm that there are none", is_open=True),), is_done=False),
                Block("Time their people have", (Line("Ines: 4 hours a week"), Line("IT: none before Jan 10")), is_done=True),
            ),
        ),
    ),
)  # fmt: skip

SUMMARY = DiscoverySummary(
    title="What we understood",
    subtitle=f"Fleet telematics · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    intro="This is what you told us, in your words. Please correct what we got wrong.",
    closing="Is this right? What would you change, and what is missing?",
    sections=(
        Section(
            "What gets in the way today",
            (Block("", (Line("Late positions cost about 3 missed slots a week.", "Ines Duarte, Nov 17, 2026"),)),),
        ),
        Section(
            "What you want to reach",
            (Block("", (Line("No missed slots · slots a week: 3 → 0 · by Mar 31, 2027", "Paul Meyer, Nov 18, 2026 · please confirm"),)),),
        ),
    ),
)  # fmt: skip

DEAL = DealPage(
    title="Fleet telematics",
    subtitle=f"Zoomzone · Discovery · {DATE}",
    account="Zoomzone",
    date=DATE,
    facts=(("Amount", "€64,000"), ("Expected close", "Jan 15, 2027"), ("Next step", "Demo with operations · Nov 26, 2026")),
    sections=(
        Section(
            "To leave Discovery",
            (
                Block("Pain confirmed", (Line("Three missed slots a week", "Ines Duarte, Nov 17, 2026"),), is_done=True),
                Block("Success agreed", (Line("Open"),), is_done=False),
            ),
        ),
        Section("People", (Block("", (Line("and 2 more"),), Table(("Role", "Name"), (("Champion", "Ines Duarte"),))),)),
        Section("Open objections", (Block("", (Line("We would have to retrain every driver"),)),)),
    ),
)  # fmt: skip

VALUE = ValueRecap(
    title="What it would bring you",
    subtitle=f"Fleet telematics · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    intro="What you told us, what we would do about it, and how you would see that it works.",
    closing="What would you change, and what is missing?",
    sections=(
        Section(
            "What matters to you",
            (
                Block(
                    "",
                    (Line("and 1 more"),),
                    Table(
                        ("You told us", "What we would do", "What shows it", "What it brings"),
                        (
                            ("Late positions cost about 3 missed slots a week.", "Where every van is, to the minute", "Case study: a parcel carrier, half the missed slots in ten weeks", "No missed slots\nslots a week: 3 → 0\nby Mar 31, 2027"),
                            ("Shops hear of a delay before they ring. (please confirm)", "", "", ""),
                        ),
                        (28, 26, 24, 22),
                    ),
                ),
            ),
        ),
        Section("Your criteria, point by point", (Block("", (), Table(("What you judge by", "Met", "How"), (("Works without new telephones", "Partly", "Two models are too old"),), (40, 16, 44))),)),
        Section("What it is worth to you", (Block("", (Line("If it ends the penalties, it has paid for itself by May.", "Paul Meyer, Nov 18, 2026"),)),)),
    ),
)  # fmt: skip

PROCESS = ProcessMap(
    title="Eight steps",
    subtitle="The process on one page",
    account="Process map",
    date=DATE,
    intro="From a first talk to a customer who gets what was promised.",
    sections=(
        Section(
            "Steps",
            (
                Block(
                    "",
                    table=Table(
                        ("Step", "What it is for", "What leads out of it"),
                        (("1 Discovery\n30% · stalls after 21 days", "Understand.", "☐ Pain confirmed\n☐ Success agreed"),),
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip

PLAN = ActionPlanPaper(
    title="Mutual action plan",
    subtitle=f"Fleet telematics · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    intro="What both sides do, by when, and who sees to it. Please correct what is wrong.",
    facts=(("What is reached", "No missed slots at Lyon"), ("Day of the start", "Jan 15, 2027")),
    sections=(
        Section(
            "Steps",
            (
                Block(
                    "",
                    table=Table(
                        ("No.", "Step", "By", "Whose", "Who", "State"),
                        (
                            ("1", "Security questionnaire\n74 answers", "Nov 12, 2026", "Zoomzone", "Ines Duarte", "Done"),
                            ("2", "Contract read by legal", "to be set", "Zoomzone", "to be named", "Open"),
                            ("3", "Kickoff", "Jan 15, 2027", "Both", "Paul Meyer", "Open"),
                        ),
                        (7, 35, 15, 13, 19, 11),
                    ),
                ),
            ),
        ),
        Section("What the decision rests on", (Block("", (Line("Works without a new SIM card"),)),)),
        Section("What could get in the way", (Block("", (Line("Drivers refuse → A day in each depot"),)),)),
        Section("If the day cannot be held", (Block("", (Line("Lyon first, the others in March."),)),)),
    ),
    closing="What is missing, and which day would you move?",
)  # fmt: skip

PRECALL = PreCallSheet(
    title="Pre-call sheet",
    subtitle="Fleet telematics · Zoomzone · November 20, 2026",
    account="Zoomzone",
    date=DATE,
    facts=(
        ("When", "November 24, 2026, 10:00 AM"),
        ("Length", "30 minutes"),
        ("With", "Ines Duarte, Paul Meyer"),
        ("Stage", "Discovery"),
    ),
    sections=(
        Section(
            "Before the call",
            (
                Block("What I think is going on", (Line("The penalties hurt more than the hours."),)),
                Block("What I must learn", (Line("Open: nothing is written down yet", is_open=True),)),
            ),
        ),
        Section(
            "Agenda",
            (
                Block(
                    "",
                    (Line("5 minutes too many", is_open=True),),
                    Table(("Minutes", "Point"), (("10", "How dispatch works now"), ("25", "What a missed slot costs")), (12, 88)),
                ),
            ),
        ),
        Section(
            "Questions to ask",
            (Block("", (Line("How do you decide on something like this?", "listen for: names, dates"),)),),
        ),
        Section(
            "People we know",
            (
                Block(
                    "",
                    table=Table(
                        ("Name", "Role", "Position", "Influence", "Stance"),
                        (("Ines Duarte", "Champion", "Head of dispatch", "High", "Supporter"),),
                    ),
                ),
            ),
        ),
        Section("Before we hang up", (Block("", (Line("☐ A next step stands in both calendars"),)),)),
    ),
)  # fmt: skip

SENDER = Letterhead(
    "Northpath Systems",
    ("Rua do Cais 12, 1200-109 Lisboa", "Sam Rivera, account executive", "sam@northpath.example"),
)

PROPOSAL = BuyerPaper(
    title="Fleet telematics",
    subtitle=f"Proposal, version 2 · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    sender=SENDER,
    facts=(("For", "Zoomzone"), ("Valid until", "Dec 20, 2026")),
    sections=(
        Section("What you told us", (Block("", (Line("Late positions cost about 3 missed slots a week.", "Ines Duarte, Nov 17, 2026"),)),)),
        Section(
            "What we propose",
            (
                Block("", (Line("Live positions for 84 vehicles.\nThe depot sees what is late."),)),
                Block("What you get", (Line("A workshop in Lyon", "We: Jon Bell, by Dec 4, 2026"),)),
                Block("What is not included", (Line("Drivers’ phones"),)),
            ),
        ),
        Section(
            "Whole fleet (we recommend this one)",
            (
                Block(
                    "",
                    (Line("Everything from the first day."),),
                    Table(
                        ("What", "Answers", "Quantity", "Price", "Paid", "Total"),
                        (("Live tracking", "Late positions cost about 3 missed slots a week.", "84", "€700\nless 10%", "per year", "€52,920"),),
                        (29, 24, 11, 13, 10, 13),
                        (2, 3, 5),
                    ),
                ),
                Block("", (Line("Without tax."),), Table(("In total", "Amount"), (("Per year", "€52,920"),), (60, 40), (1,))),
            ),
        ),
        Section(
            "What it returns",
            (
                Block(
                    "",
                    (Line("Paid back after = the first month that covers all that was paid"),),
                    Table(("Whole fleet", "Cautious", "Expected", "Hopeful"), (("Paid back after", "not within ten years", "11 months", "8 months"),), figures=(1, 2, 3)),
                ),
            ),
        ),
        Section("Terms", (Block("Term", (Line("36 months"),)), Block("Validity", (Line("This offer holds until Dec 20, 2026."),)))),
    ),
)  # fmt: skip

EXECUTIVE = BuyerPaper(
    title="Executive summary",
    subtitle=f"Fleet telematics · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    sender=SENDER,
    sections=(
        Section("Where you stand", (Block("", (Line("Late positions cost about 3 missed slots a week."),)),)),
        Section(
            "What you want to reach",
            (Block("", (), Table(("Outcome", "Measure", "Today", "Target", "By"), (("No missed slots", "slots a week", "3", "0", "Mar 31, 2027"),), (36, 24, 12, 12, 16))),),
        ),
        Section("What it returns", (Block("", (Line("Paid back after: 11 months."),)),)),
    ),
)  # fmt: skip

FAQ = BuyerPaper(
    title="Technical questions and answers",
    subtitle=f"Fleet telematics · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    sender=SENDER,
    sections=(
        Section("What we know of your surroundings", (Block("", (Line("Two ERP systems, read only"),)),)),
        Section("Questions and answers", (Block("What must it connect to?", (Line("The planning tool, once a night."),)),)),
    ),
)  # fmt: skip

RISKS = BuyerPaper(
    title="Risks and what we do about them",
    subtitle=f"Fleet telematics · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    sender=SENDER,
    intro="Every change carries risks. These are the ones that we talked about.",
    sections=(
        Section(
            "Risks",
            (
                Block(
                    "",
                    table=Table(
                        ("What could go wrong", "What we do about it", "Who", "By"),
                        (("Drivers do not use it", "A key user in each depot", "Ines Duarte", "Jan 15, 2027"), ("The old units fail", "to be agreed", "to be named", "–")),
                        (34, 36, 16, 14),
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip

REVIEW = ReviewNotes(
    title="Review of a deal",
    subtitle=f"Fleet telematics · Zoomzone · {DATE}",
    account="Zoomzone",
    date=DATE,
    sender=SENDER,
    intro="What happened, where it broke, which signal we missed, and what we change.",
    facts=(("Outcome", "Lost"), ("Decided on", "Nov 18, 2026"), ("Amount", "€64,000")),
    sections=(
        Section(
            "The review",
            (
                Block("Reasons", (Line("Price"),)),
                Block("Where the process broke", (Line("Open: not written yet", is_open=True),)),
            ),
        ),
        Section("The way it took", (Block("", (), Table(("Stage", "Time in it"), (("Discovery", "12 days"),), (60, 40))),)),
    ),
)  # fmt: skip

GOLDEN: dict[str, Paper] = {
    "handoff": HANDOFF,
    "summary": SUMMARY,
    "precall": PRECALL,
    "value": VALUE,
    "deal": DEAL,
    "plan": PLAN,
    "process": PROCESS,
    "proposal": PROPOSAL,
    "executive": EXECUTIVE,
    "faq": FAQ,
    "risks": RISKS,
    "review": REVIEW,
}


def with_texts(paper: Paper, text: str) -> Paper:
    """The same paper with every text in it replaced."""

    def changed(value: Any) -> Any:
        if isinstance(value, str):
            return text if value else value
        if isinstance(value, tuple):
            return tuple(changed(part) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            return dataclasses.replace(value, **{n: changed(getattr(value, n)) for n in names})
        return value

    replaced: Paper = changed(paper)
    return replaced
