"""What two commands changed, told as one."""

from __future__ import annotations

from salesdesk.domain.changes import Changes


def test_two_changes_as_one_name_all_that_either_touched_and_the_later_label() -> None:
    first = Changes(
        "Answer", {"answer": frozenset({"a"})}, frozenset({"d"}), frozenset({("p", "q")})
    )
    later = Changes(
        "Mark", {"fact": frozenset({"f"}), "answer": frozenset({"b"})}, frozenset({"e"}),
        seq=7,
    )  # fmt: skip
    both = first.and_then(later)
    assert (both.label, both.seq) == ("Mark", 7)
    assert both.of("answer") == {"a", "b"}
    assert both.of("fact") == {"f"}
    assert both.deals == {"d", "e"}
    assert both.columns == {("p", "q")}
