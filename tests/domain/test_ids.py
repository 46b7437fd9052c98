"""Ids are those of their standard, and sort by the time they were made."""

from __future__ import annotations

import time
import uuid
from itertools import count

import pytest

from salesdesk.domain.ids import new_id, new_ids


def test_ids_made_one_after_the_other_within_a_millisecond_keep_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks = count(1_793_000_000_000_999_000, 1000)
    monkeypatch.setattr(time, "time_ns", lambda: next(ticks))
    made = [new_id() for _time in range(1500)]
    assert made == sorted(made)
    assert len(set(made)) == 1500


def test_ids_made_in_one_go_keep_their_order() -> None:
    made = new_ids(5000)
    assert made == sorted(set(made))


@pytest.mark.parametrize("many", [False, True])
def test_an_id_is_a_uuid_of_version_7_of_now(many: bool) -> None:
    read = uuid.UUID(new_ids(2)[1] if many else new_id())
    assert (read.version, read.variant) == (7, uuid.RFC_4122)
    assert abs((read.int >> 80) / 1000 - time.time()) < 3600
