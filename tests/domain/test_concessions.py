"""Concessions: limits over the whole deal, a give without a get, the effect on the amount."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.concessions import Check, Concession, Effect, check, effect
from salesdesk.domain.process import Approval, Guardrail

DISCOUNT = Guardrail(
    "discount", "Discount", "price", "percent", ("A longer term",), 5,
    (Approval("finance", 10), Approval("leadership", 20)),
)  # fmt: skip
PAYMENT = Guardrail("pay", "Time to pay", "payment", "days", ("x",), 30, (Approval("finance"),))
SERVICE = Guardrail("sla", "Service", "service", "text", ("x",), 0, (Approval("legal"),))
FREE = Guardrail("other", "Something", "other", "text", ("x",))


def give(rail: Guardrail, size: int | None, **more: object) -> Concession:
    fields = {"id": "a", "get": "Two years", "state": "offered", **more}
    return Concession(guardrail=rail.key, give="Something", size=size, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "doubts", "approver"),
    [
        (500, (), ""),
        (501, ("approval",), "finance"),
        (1000, ("approval",), "finance"),
        (1001, ("approval",), "leadership"),
        (2000, ("approval",), "leadership"),
        (2001, ("beyond",), "leadership"),
    ],
)
def test_the_size_says_who_must_approve(size: int, doubts: tuple[str, ...], approver: str) -> None:
    found = check(DISCOUNT, give(DISCOUNT, size), ())
    assert (found.doubts, found.approver) == (doubts, approver)


def test_discounts_add_up_over_the_deal_with_those_on_the_lines() -> None:
    other = give(DISCOUNT, 300, id="b")
    found = check(DISCOUNT, give(DISCOUNT, 300), (other,), lines_bp=500)
    assert (found.total, found.approver) == (1100, "leadership")
    withdrawn = dataclasses.replace(other, state="withdrawn")
    assert check(DISCOUNT, give(DISCOUNT, 300), (withdrawn,)).doubts == ()


def test_a_longer_time_to_pay_takes_the_place_of_the_shorter_one() -> None:
    found = check(PAYMENT, give(PAYMENT, 45), (give(PAYMENT, 30, id="b"),))
    assert (found.total, found.approver) == (45, "finance")


def test_an_approval_answers_the_limit_and_only_a_get_answers_the_missing_get() -> None:
    approved = give(DISCOUNT, 1500, approved_by="Mira Oduya", get=" ")
    assert check(DISCOUNT, approved, ()).doubts == ("get",)


def test_what_is_only_asked_for_raises_no_doubt() -> None:
    for state in ("asked", "withdrawn"):
        assert check(DISCOUNT, give(DISCOUNT, 9000, state=state, get=""), ()).doubts == ()


def test_guardrails_without_numbers_ask_their_first_approver_or_nobody() -> None:
    assert check(SERVICE, give(SERVICE, None), ()).doubts == ("approval",)
    assert check(FREE, give(FREE, None), ()).doubts == ()
    assert check(None, give(FREE, None, get=""), ()).doubts == ("get",)


def test_doubts_are_said_in_sentences() -> None:
    found = check(DISCOUNT, give(DISCOUNT, 1250, get=""), ())
    said = [found.sentence(doubt) for doubt in found.doubts]
    assert said == [
        "12.50% in total needs approval: Leadership. Alone you may give up to 5%.",
        "This is a give without a get. Ask for something in return.",
    ]
    beyond = check(DISCOUNT, give(DISCOUNT, 3000), ())
    assert beyond.sentence("beyond") == "30% in total is beyond every limit of “Discount”."
    assert check(SERVICE, give(SERVICE, None), ()).sentence("approval") == (
        "“Service” needs approval: Legal."
    )


def test_the_effect_rests_on_the_line_items_when_all_have_a_price() -> None:
    items = [(10_000, 9_000, "EUR"), (5_000, 5_000, "EUR")]
    found = effect(14_000, "EUR", items, (give(DISCOUNT, 500, cost_minor=750),))
    assert (found.list_minor, found.lines_minor, found.left_minor) == (15_000, 1_000, 13_250)
    assert (found.discount_bp, found.lines_bp) == (1167, 667)
    assert found.cost(DISCOUNT, 500) == 750
    assert found.cost(PAYMENT, 30) is None


@pytest.mark.parametrize("odd", [(None, None, "EUR"), (5_000, 5_000, "USD")])
def test_the_effect_rests_on_the_amount_when_a_line_cannot_be_counted(
    odd: tuple[int | None, int | None, str],
) -> None:
    found = effect(14_000, "EUR", [(10_000, 9_000, "EUR"), odd], (give(DISCOUNT, 500),))
    assert (found.list_minor, found.lines_minor, found.unknown) == (14_000, 0, 1)


def test_without_an_amount_nothing_is_made_up() -> None:
    found = effect(None, "EUR", [], (give(DISCOUNT, 500, cost_minor=5),))
    assert (found.left_minor, found.discount_bp, found.cost(DISCOUNT, 500)) == (None, None, None)
    assert effect(0, "EUR", [], ()).discount_bp is None


@given(
    whole=st.integers(1, 10**14),
    share=st.integers(0, 10_000),
    costs=st.lists(st.tuples(st.integers(0, 10**12), st.booleans()), max_size=5),
)
def test_list_price_is_what_is_left_and_what_was_taken_off(
    whole: int, share: int, costs: list[tuple[int, bool]]
) -> None:
    price = whole - whole * share // 10_000
    ledger = [
        give(DISCOUNT, 1, id=str(n), cost_minor=cost, state="agreed" if is_on else "asked")
        for n, (cost, is_on) in enumerate(costs)
    ]
    found: Effect = effect(None, "EUR", [(whole, price, "EUR")], ledger)
    taken = sum(cost for cost, is_on in costs if is_on)
    assert found.left_minor is not None
    assert found.left_minor + found.lines_minor + taken == whole
    assert found.discount_bp is not None
    assert abs(found.discount_bp - (whole - found.left_minor) * 10_000 / whole) <= 0.5 + 1e-6


@given(sizes=st.lists(st.integers(1, 3000), min_size=1, max_size=6))
def test_more_given_never_needs_less_approval(sizes: list[int]) -> None:
    def rank(found: Check) -> int:
        return 3 if found.is_beyond else ["", "finance", "leadership"].index(found.approver)

    ledger: list[Concession] = []
    ranks = []
    for number, size in enumerate(sizes):
        new = give(DISCOUNT, size, id=str(number))
        ranks.append(rank(check(DISCOUNT, new, ledger)))
        ledger.append(new)
    assert ranks == sorted(ranks)
