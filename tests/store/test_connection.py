"""Connections to what is not there any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk.store import connection
from tests.desks import make_desk


def test_what_is_closed_is_refused_as_the_source_of_a_copy(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.close()
    source = connection.connect(desk.path)
    source.close()
    with pytest.raises(connection.driver.ProgrammingError):
        connection.copy_in_memory(source)
