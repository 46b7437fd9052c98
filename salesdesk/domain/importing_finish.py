"""The last step of reading a row: names, outcome, amounts and the key that finds it again.

Called by ``importing_rows`` with the values of the columns; gives the row as
``compile_plan`` describes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

from salesdesk.domain.facts import N_
from salesdesk.domain.importing import ImportPlan, Outcome, ParsedRow, Rejected, rejected
from salesdesk.domain.importing_links import same_key
from salesdesk.domain.importing_numbers import BadNumber, read_money

Finisher = Callable[[ParsedRow, Sequence[str]], ParsedRow | Rejected]

NO_NAME = N_("The row has no name, and nothing that a name could be made of.")


def finisher(plan: ImportPlan) -> Finisher:
    """The finisher for the plan's kind."""
    if plan.kind == "deals":
        return _deal_finisher(plan)
    if plan.kind == "products":
        return _product_finisher(plan)
    return _finish_account if plan.kind == "accounts" else _finish_contact


def row_key(cells: Sequence[str]) -> str:
    """A key for a row that has no id: the same cells give the same key, in any run."""
    text = "\x1f".join(cells).rstrip("\x1f")
    return "row:" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _deal_finisher(plan: ImportPlan) -> Finisher:
    money = _money_reader(plan, "amount")
    has_won_flag = bool(plan.mapped("is_won"))

    def finish(row: ParsedRow, cells: Sequence[str]) -> ParsedRow | Rejected:
        stage = row.pop("stage")
        row["stage_key"] = (
            stage.stage if stage and stage.outcome == "open" and stage.stage else None
        )
        status = _outcome(row, stage.outcome if stage else "open", has_won_flag)
        row["status"] = status
        amount = row.pop("amount")
        fault = money(row, amount, "amount_minor")
        if fault is not None:
            return fault
        _put_close_date(row, status)
        _put_person(row)
        name = row["name"] or _made_name(row)
        if name is None:
            return rejected(NO_NAME)
        row["name"] = name
        external = row["external_id"]
        row["import_key"] = f"id:{external}" if external else row_key(cells)
        return row

    return finish


def _money_reader(
    plan: ImportPlan, target: str
) -> Callable[[ParsedRow, Any, str], Rejected | None]:
    """Puts minor units and currency into the row, with the currency column where there is one."""
    columns = plan.mapped(target)
    column = columns[0] if columns else None
    default = plan.currency
    by_row = bool(plan.mapped("currency"))

    def put(row: ParsedRow, amount: Any, key: str) -> Rejected | None:
        currency = row["currency"] or default
        row["currency"] = currency
        if amount is None:
            row[key] = None
        elif by_row and column is not None:
            try:
                row[key], row["currency"] = read_money(amount, column.decimal, currency)
            except BadNumber as error:
                return rejected(str(error.args[0]), value=amount, heading=column.heading)
        else:
            row[key], row["currency"] = amount
        return None

    return put


def _outcome(row: ParsedRow, by_stage: Outcome, has_won_flag: bool) -> Outcome:
    """Open, won or lost. A flag says more than a status, a status more than the stage's name."""
    is_won, is_closed, status = row.pop("is_won"), row.pop("is_closed"), row.pop("status")
    if is_won:
        return "won"
    if is_closed and has_won_flag:
        return "lost"
    if status is not None and (status.outcome != "open" or by_stage == "open"):
        outcome: Outcome = status.outcome
        return outcome
    return by_stage


def _put_close_date(row: ParsedRow, status: Outcome) -> None:
    """One “close date” column is when it closed for closed deals, and expected for open ones."""
    close_on = row.pop("close_on")
    if status == "open":
        row["expected_close_on"] = row["expected_close_on"] or close_on
        row["closed_on"] = None
    else:
        row["closed_on"] = row["closed_on"] or close_on


def _put_person(row: ParsedRow) -> None:
    first, last = row.pop("person_first_name"), row.pop("person_last_name")
    if row["person_name"] is None and (first or last):
        row["person_name"] = f"{first or ''} {last or ''}".strip()
    _first_of(row, "person_email")
    _first_of(row, "person_phone")


def _first_of(row: ParsedRow, key: str) -> None:
    """Splits a tuple of values into the first under `key` and the others."""
    values = row[key]
    if values is None:
        row[f"{key}_others"] = ()
    else:
        row[key], row[f"{key}_others"] = values[0], values[1:]


def _made_name(row: ParsedRow) -> str | None:
    """`<account> · <product>`, or what there is of it, or the person, or the id."""
    account, product = row["account_name"], row["product_name"]
    if account and product:
        return f"{account} · {product}"
    name = account or product or row["person_name"] or row["external_id"]
    return str(name) if name else None


def _finish_account(row: ParsedRow, cells: Sequence[str]) -> ParsedRow | Rejected:
    if not row["name"]:
        return rejected(NO_NAME)
    row["import_key"] = _id_or_name(row)
    return row


def _product_finisher(plan: ImportPlan) -> Finisher:
    money = _money_reader(plan, "price")

    def finish(row: ParsedRow, cells: Sequence[str]) -> ParsedRow | Rejected:
        if not row["name"]:
            return rejected(NO_NAME)
        fault = money(row, row.pop("price"), "price_minor")
        if fault is not None:
            return fault
        row["import_key"] = _id_or_name(row)
        return row

    return finish


def _finish_contact(row: ParsedRow, cells: Sequence[str]) -> ParsedRow | Rejected:
    parts = [row.pop("first_name"), row.pop("middle_name"), row.pop("last_name")]
    _first_of(row, "email")
    _first_of(row, "phone")
    name = row["name"] or " ".join(part for part in parts if part)
    name = name or row["email"] or row["external_id"]
    if not name:
        return rejected(NO_NAME)
    row["name"] = name
    if row["external_id"]:
        row["import_key"] = f"id:{row['external_id']}"
    elif row["email"]:
        row["import_key"] = f"mail:{row['email'].casefold()}"
    else:
        row["import_key"] = f"name:{same_key(name)}|{same_key(row['account_name'] or '')}"
    return row


def _id_or_name(row: ParsedRow) -> str:
    """Accounts and products without an id are known by their name."""
    return f"id:{row['external_id']}" if row["external_id"] else f"name:{same_key(row['name'])}"
