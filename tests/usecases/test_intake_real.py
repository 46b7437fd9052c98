"""Mails and contact cards that nobody here wrote, whole and broken: each is taken in, none lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.usecases.contact_cards import AddCards, Chosen
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.files import AddFiles, file_bytes
from salesdesk.usecases.intake import Intake, TakeIn, read_paths
from salesdesk.usecases.mails import AddMail, Newcomer, correspondents
from tests.desks import add_deal, make_desk

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared folder of real files is not beside the checkout"
)
MAILS = sorted((DATA / "eml").glob("*.eml"))
CARDS = sorted((DATA / "vcard").glob("*.vcf"))
NO_MAIL = {"example13.eml"}
"""A part of a mail, without sender, date and subject."""
REMARKED = {
    "bad_encoded_subject.eml": ("Who wrote it", "when it was sent"),
    "content_transfer_encoding_x_uuencode.eml": ("PGP_Cmts_on_12-14-01_Pkg.doc",),
    "raw_email_incorrect_header.eml": ("Who wrote it",),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = make_desk(tmp_path_factory.mktemp("intake"))
    yield made
    made.close()


def _taken(desk: Desk, deal_id: str, found: Intake) -> TakeIn:
    """The command that the dialog makes when everyone in the mails is ticked."""
    mails = []
    for file, mail in found.mails:
        people = correspondents(desk, deal_id, mail)
        known = tuple(person.person_id for person in people if person.person_id)
        new = tuple(Newcomer(p.name, p.address) for p in people if not p.person_id)
        mails.append(AddMail(deal_id, mail, file, by_buyer=True, put_on_deal=known, newcomers=new))
    return TakeIn(
        deal_id,
        AddFiles(deal_id, found.files) if found.files else None,
        tuple(mails),
        AddCards(deal_id, tuple(map(Chosen, found.cards))) if found.cards else None,
    )


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_real_mail_becomes_an_activity_with_its_people_and_is_kept_whole(
    path: Path, desk: Desk
) -> None:
    deal_id = add_deal(desk, path.stem)
    found = read_paths([path])
    desk.run(_taken(desk, deal_id, found))
    view = deal_view(desk, deal_id)
    kept = next(file for file in view.files if file.name == path.name)
    assert file_bytes(desk, kept.id) == path.read_bytes()
    if path.name in NO_MAIL:
        assert "This is no mail" in found.remarks[0]
        assert found.remarks[0].startswith(path.name)
        assert not view.activities
        return
    ((_file, mail),) = found.mails
    (activity,) = view.activities
    assert activity.kind == "email"
    assert {person.email for person in view.stakeholders} == {p.address for p in mail.people}
    assert len(view.files) == 1 + len(mail.files)
    said = " ".join(mail.remarks)
    assert all(remark.endswith(".") for remark in mail.remarks)
    assert all(words in said for words in REMARKED.get(path.name, ()))
    assert bool(mail.sender) != ("Who wrote it" in said)
    assert bool(mail.sent) != ("when it was sent" in said)


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_the_people_of_a_real_card_come_onto_the_deal(path: Path, desk: Desk) -> None:
    deal_id = add_deal(desk, path.stem)
    found = read_paths([path])
    assert found.cards, found.remarks
    desk.run(_taken(desk, deal_id, found))
    people = deal_view(desk, deal_id).stakeholders
    assert [person.name for person in people] == [card.name for card in found.cards]
    desk.undo().result()
    assert not deal_view(desk, deal_id).stakeholders
