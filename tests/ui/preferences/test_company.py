"""Your company: fields kept as they are left, logos taken and refused."""
# ruff: noqa: F811

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from salesdesk.domain.errors import KnownError
from salesdesk.formats.picture import png_size
from salesdesk.support.settings import Settings
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.preferences.company import CompanyDialog, make
from salesdesk.ui.preferences.logo import logo_of
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.sender import sender
from tests.desks import desk  # noqa: F401
from tests.ui.checks import assert_named
from tests.ui.live import settle
from tests.ui.shells import FakeShell

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><rect width="80" height="20"/>'
)


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Iterator[CompanyDialog]:
    bridge = Bridge(desk)  # type: ignore[arg-type]
    settings = LiveSettings(Settings())
    context = Context(bridge, desk.clock, settings, lambda: None, FakeShell())  # type: ignore[arg-type, return-value]
    made = make(context, "")
    qtbot.addWidget(made)
    made.show()
    yield made
    bridge.close()


def picture(folder: Path, name: str, width: int, height: int) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    assert image.save(str(folder / name))
    return folder / name


def test_fields_are_kept_when_they_are_left(dialog: CompanyDialog, desk: Desk) -> None:
    assert_named(dialog)
    field: Any = dialog.fields["company"]
    field.setFocus()
    QTest.keyClicks(field, "Northpath")
    dialog.fields["name"].setFocus()
    settle()
    assert sender(desk).company == "Northpath"
    address: Any = dialog.fields["address"]
    address.setFocus()
    QTest.keyClicks(address, "Rua 12")
    dialog.reject()
    settle()
    assert sender(desk).address == "Rua 12"


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg"])
def test_a_picture_becomes_a_png_of_a_size_that_is_kept(
    dialog: CompanyDialog, desk: Desk, tmp_path: Path, name: str
) -> None:
    dialog.set_logo(picture(tmp_path, name, 3200, 400))
    settle()
    assert png_size(sender(desk).logo) == (1600, 200)
    assert dialog.logo.isVisibleTo(dialog)
    dialog.drop.click()
    settle()
    assert sender(desk).logo == b""


def test_an_svg_is_drawn_large(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG + b"</svg>")
    assert png_size(logo_of(tmp_path / "logo.svg")) == (1600, 400)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"\xff\xd8\xff\xe0 broken",
        SVG,
        SVG + b'<image href="file:///etc/passwd"/></svg>',
        SVG + b'<style>@import "http://x.example/a.css";</style></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        b"x" * 6_000_000,
    ],
    ids=["empty", "pdf", "png", "jpeg", "cut", "outside", "import", "entity", "huge"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    dialog: CompanyDialog, desk: Desk, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(content)
    dialog.set_logo(file)
    settle()
    assert "not changed" in dialog.fault.text()
    assert sender(desk).logo == b""


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="could not be read"):
        logo_of(tmp_path / "gone.png")
