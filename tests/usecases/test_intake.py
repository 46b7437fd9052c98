"""Mails and contact cards dropped on a deal: activity, people, files; one step of undo."""

from __future__ import annotations

import datetime as dt
import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.formats import mail_in
from salesdesk.formats.card_in import Card
from salesdesk.usecases.accounts import AddAccount
from salesdesk.usecases.contact_cards import AddCards, Chosen, matches
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.files import AddFiles, NewFile, file_bytes
from salesdesk.usecases.intake import TakeIn, read_paths
from salesdesk.usecases.mails import AddMail, Newcomer, correspondents, is_from_buyer
from salesdesk.usecases.people import AddPerson, people
from tests.desks import add_deal, desk
from tests.store import whole

__all__ = ["desk"]

REP = ("rep@seller.example",)


def _raw(sender: str = "Ada <ada@acme.example>", to: str = "Rep <rep@seller.example>",
         date: str = "Mon, 2 Nov 2026 10:00:00 +0100") -> bytes:  # fmt: skip
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Cc"] = sender, to, "bob@acme.example"
    mail["Subject"], mail["Date"] = "Slots in Lyon", date
    mail.set_content("No missed slots.\n")
    mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename="../Plan.pdf")
    return mail.as_bytes()


def _command(deal_id: str, raw: bytes, **more: object) -> AddMail:
    values = {"by_buyer": True, **more}
    return AddMail(deal_id, mail_in.read(raw), NewFile("mail.eml", raw), **values)  # type: ignore[arg-type]


def _known(desk: Desk, name: str, email: str) -> str:
    added = AddPerson(name, email=email)
    desk.run(added)
    return added.person_id


def test_a_mail_becomes_an_activity_of_its_day_with_its_files(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    ada = _known(desk, "Ada Lovelace", " ADA@acme.example ")
    whole.undone_and_redone(desk, _command(deal_id, _raw(), put_on_deal=(ada,)))
    view = deal_view(desk, deal_id)
    (activity,) = view.activities
    assert (activity.kind, activity.subject, activity.body) == (
        "email", "Slots in Lyon", "No missed slots.",
    )  # fmt: skip
    here = dt.datetime(2026, 11, 2, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))).astimezone()
    assert activity.happened_on == here.date().isoformat()
    assert activity.happened_time == here.strftime("%H:%M")
    assert (activity.by_buyer, activity.person) == (True, "Ada Lovelace")
    files = {file.name: file for file in view.files}
    assert {name: (f.kind, f.activity_id) for name, f in files.items()} == {
        "mail.eml": ("mail", activity.id),
        "Plan.pdf": ("file", activity.id),
    }
    assert file_bytes(desk, files["Plan.pdf"].id) == b"%PDF-1.7"
    assert [person.name for person in view.stakeholders] == ["Ada Lovelace"]


def test_people_are_matched_by_address_and_new_ones_only_offered(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    ada = _known(desk, "Ada Lovelace", "ada@acme.example")
    mail = mail_in.read(_raw())
    found = correspondents(desk, deal_id, mail, REP)
    assert [(p.name, p.person_id, p.is_rep, p.part) for p in found] == [
        ("Ada Lovelace", ada, False, "from"),
        ("Rep", None, True, "to"),
        ("", None, False, "cc"),
    ]
    desk.run(_command(deal_id, _raw(), newcomers=(Newcomer("", "bob@acme.example"),)))
    assert {p.email for p in people(desk)} == {"ada@acme.example", "bob@acme.example"}
    assert [p.name for p in deal_view(desk, deal_id).stakeholders] == ["bob"]
    again = correspondents(desk, deal_id, mail, REP)
    assert [p.is_on_deal for p in again] == [False, False, True]


def test_who_wrote_is_told_by_the_reps_address_and_by_who_is_known(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    received = mail_in.read(_raw())
    sent = mail_in.read(_raw("rep@seller.example", "ada@acme.example"))
    assert is_from_buyer(correspondents(desk, deal_id, received, REP))
    assert not is_from_buyer(correspondents(desk, deal_id, sent, REP))
    assert is_from_buyer(correspondents(desk, deal_id, received))
    _known(desk, "Ada", "ada@acme.example")
    assert is_from_buyer(correspondents(desk, deal_id, received))
    assert not is_from_buyer(correspondents(desk, deal_id, sent))


def test_a_mail_is_added_to_a_deal_once(desk: Desk) -> None:
    deal_id, other, raw = add_deal(desk, "Fleet"), add_deal(desk, "Other"), _raw()
    desk.run(_command(deal_id, raw))
    with pytest.raises(KnownError, match="already"):
        desk.run(_command(deal_id, raw))
    desk.run(_command(other, raw))
    assert len(deal_view(desk, deal_id).activities) == 1


def test_a_mail_of_a_day_to_come_or_without_one_counts_as_todays(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(_command(deal_id, _raw(date="Mon, 2 Nov 2099 10:00:00 +0100")))
    desk.run(_command(deal_id, _raw(date="soon")))
    days = {a.happened_on for a in deal_view(desk, deal_id).activities}
    assert days == {desk.clock.today().isoformat()}


def test_a_card_becomes_a_person_of_the_deals_account(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(EditDeal(deal_id, {"account": "Acme"}))
    card = Card("Ada", "CTO", "ada@acme.example", "+33 1", "Acme Holding")
    whole.undone_and_redone(desk, AddCards(deal_id, (Chosen(card),)))
    (person,) = people(desk)
    assert (person.name, person.title, person.email, person.phone, person.account) == (
        "Ada", "CTO", "ada@acme.example", "+33 1", "Acme",
    )  # fmt: skip
    about = desk.raw.execute("SELECT about FROM person").fetchone()
    assert about == ("On the card: Acme Holding",)
    assert [p.name for p in deal_view(desk, deal_id).stakeholders] == ["Ada"]


def test_a_card_of_a_known_company_belongs_there(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    desk.run(EditDeal(deal_id, {"account": "Acme"}))
    desk.run(AddAccount("Partner"))
    desk.run(AddCards(deal_id, (Chosen(Card("Ada", company="PARTNER")),)))
    assert people(desk)[0].account == "Partner"


def test_a_card_is_matched_and_joined_only_when_chosen_and_writes_over_nothing(
    desk: Desk,
) -> None:
    deal_id = add_deal(desk, "Fleet")
    known = AddPerson("Ada Lovelace", title="Head of Dispatch", email="ada@acme.example")
    desk.run(known)
    card = Card("Lovelace Ada", "CTO", "ADA@acme.example".lower(), "+33 1")
    assert [(p.id, p.why) for p in matches(desk, card)] == [(known.person_id, "email")]
    desk.run(AddCards(deal_id, (Chosen(card, known.person_id), Chosen(card, known.person_id))))
    (person,) = people(desk)
    assert (person.name, person.title, person.phone) == (
        "Ada Lovelace", "Head of Dispatch", "+33 1",
    )  # fmt: skip
    desk.run(AddCards(deal_id, (Chosen(card),)))
    assert len(people(desk)) == 2


def test_a_drop_of_all_kinds_is_one_step(desk: Desk) -> None:
    deal_id = add_deal(desk, "Fleet")
    command = TakeIn(
        deal_id,
        AddFiles(deal_id, (NewFile("a.txt", b"a"),)),
        (_command(deal_id, _raw()),),
        AddCards(deal_id, (Chosen(Card("Eve")),)),
    )
    whole.undone_and_redone(desk, command)
    entry = desk.undo_entry()
    assert entry is not None
    assert entry.label == "Add 3 things to Fleet"
    with pytest.raises(KnownError, match="Nothing was chosen"):
        desk.run(TakeIn(deal_id))


def test_dropped_files_are_sorted_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "mail.EML").write_bytes(_raw())
    (tmp_path / "broken.eml").write_bytes(b"no mail at all")
    (tmp_path / "people.vcf").write_bytes(b"BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n")
    (tmp_path / "empty.vcf").write_bytes(b"")
    (tmp_path / "Offer.pdf").write_bytes(b"%PDF")
    (tmp_path / "folder").mkdir()
    found = read_paths(sorted(tmp_path.iterdir()))
    assert [file.name for file in found.files] == ["Offer.pdf", "broken.eml", "empty.vcf"]
    assert [mail.subject for _file, mail in found.mails] == ["Slots in Lyon"]
    assert [card.name for card in found.cards] == ["Ada"]
    assert len(found.remarks) == 3
    assert not found.is_plain
    assert read_paths([tmp_path / "Offer.pdf"]).is_plain
    with pytest.raises(KnownError, match="at most 100"):
        read_paths([tmp_path / "Offer.pdf"] * 101)


def test_a_hundred_folders_are_told_of_shortly_and_too_much_at_once_is_not_read(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / f"dir{number}" for number in range(100)]
    for folder in folders:
        folder.mkdir()
    remarks = read_paths(folders).remarks
    assert len(remarks) == 7
    assert "94 more files were not taken" in remarks[-1]
    heavy = [tmp_path / f"{number}.jpg" for number in range(11)]
    for file in heavy:
        file.touch()
        os.truncate(file, 24 * 1024 * 1024)
    with pytest.raises(KnownError, match="Together these files have 264 MB"):
        read_paths(heavy)
