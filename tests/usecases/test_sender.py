"""Who sends our papers: kept, undone, checked, printed."""
# ruff: noqa: F811

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.sender import EditSender, SetLogo, letterhead, sender
from tests.desks import add_deal, desk  # noqa: F401
from tests.formats.test_docx_out import png
from tests.papers import rendered
from tests.store.whole import undone_and_redone


def test_nobody_known_means_no_letterhead(desk: Desk) -> None:
    assert letterhead(desk) is None
    desk.run(EditSender({"company": "  "}))
    assert letterhead(desk) is None


def test_company_address_and_rep_stand_on_every_paper_about_a_deal(desk: Desk) -> None:
    undone_and_redone(
        desk,
        EditSender({"company": "Northpath", "address": "Rua 12\n1200 Lisboa", "name": "Sam Rivera",
                    "title": "Sales", "tax_number": "PT 5"}),
    )  # fmt: skip
    desk.run(EditSender({"email": "sam@northpath.example"}))
    found = letterhead(desk)
    assert found is not None
    assert (found.company, found.lines) == (
        "Northpath",
        ("Rua 12", "1200 Lisboa", "Sam Rivera, Sales", "sam@northpath.example", "Tax number PT 5"),
    )
    deal = add_deal(desk)
    for kind in ("handoff", "proposal", "review", "deal"):
        assert "Northpath" in rendered(desk, kind, deal, "html")
        assert "Northpath" in rendered(desk, kind, deal, "md")


def test_a_logo_is_kept_once_and_taken_off_again(desk: Desk) -> None:
    undone_and_redone(desk, SetLogo(png(40, 10)))
    found = letterhead(desk)
    assert found is not None
    assert (found.logo, found.width, found.height) == (png(40, 10), 40, 10)
    undone_and_redone(desk, SetLogo(None))
    assert sender(desk).logo == b""
    desk.run(SetLogo(png(40, 10)))
    assert desk.raw.execute("SELECT count(*) FROM blob").fetchone()[0] == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff jpeg", b"<svg/>", png(3000, 10),
     b"\x89PNG\r\n\x1a\n" + b"x" * 6_000_000],
    ids=["empty", "text", "cut", "jpeg", "svg", "wide", "huge"],
)  # fmt: skip
def test_a_logo_that_is_no_small_png_is_refused_with_a_sentence(desk: Desk, content: bytes) -> None:
    with pytest.raises(KnownError, match="not changed"):
        desk.run(SetLogo(content))
    assert letterhead(desk) is None


def test_a_letterhead_is_no_novel(desk: Desk) -> None:
    with pytest.raises(KnownError, match="letterhead"):
        desk.run(EditSender({"address": "x" * 1000}))
