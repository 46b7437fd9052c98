"""The diff turns any list of cards into any other, and touches no more rows than it must."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from salesdesk.ui.board.diff import Insert, Operation, Remove, Repaint, operations


@dataclass(frozen=True)
class Row:
    deal_id: str
    look: int = 0


ids = st.lists(st.sampled_from("abcdefghijklm"), unique=True, max_size=13)


def apply(old: list[Row], new: list[Row], steps: list[Operation]) -> list[Row]:
    rows = list(old)
    for step in steps:
        if isinstance(step, Remove):
            del rows[step.first : step.last + 1]
        elif isinstance(step, Insert):
            rows[step.first : step.first] = new[step.first : step.last + 1]
        else:
            rows[step.first : step.last + 1] = new[step.first : step.last + 1]
    return rows


@given(ids, ids, st.dictionaries(st.sampled_from("abcdefghijklm"), st.integers(0, 2)))
def test_the_operations_make_the_old_list_the_new_one(
    old_ids: list[str], new_ids: list[str], looks: dict[str, int]
) -> None:
    old = [Row(i) for i in old_ids]
    new = [Row(i, looks.get(i, 0)) for i in new_ids]
    assert apply(old, new, operations(old, new)) == new


@given(ids)
def test_equal_lists_need_no_operation(row_ids: list[str]) -> None:
    assert operations([Row(i) for i in row_ids], [Row(i) for i in row_ids]) == []


@given(ids.filter(lambda rows: len(rows) > 2), st.data())
def test_moving_one_card_takes_one_removal_and_one_insertion(
    row_ids: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(row_ids) - 1))
    to = data.draw(st.integers(0, len(row_ids) - 1).filter(lambda place: place != at))
    moved = list(row_ids)
    moved.insert(to, moved.pop(at))
    steps = operations([Row(i) for i in row_ids], [Row(i) for i in moved])
    assert [type(step) for step in steps] == [Remove, Insert]
    assert all(step.first == step.last for step in steps)


def test_a_changed_card_is_repainted_in_its_place() -> None:
    steps = operations([Row("a"), Row("b")], [Row("a"), Row("b", 1)])
    assert steps == [Repaint(1, 1)]
