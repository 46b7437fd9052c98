"""From schema 2 to 3: guided selling.

The value map, proposals, commitment, calls, practice, files and the sender of papers; drafts, and
how long the bin keeps. All tables are new and empty and the two columns of the stakeholder map are
null, so that no row changes and no checksum is made anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Adds fifteen kept tables, the bytes of files, what keeps drafts, and two columns."""
    _value()
    _proposals()
    _commitment()
    _calls()
    _files()
    _keeping()
    op.add_column("deal_person", sa.Column("map_x", sa.Integer()))
    op.add_column("deal_person", sa.Column("map_y", sa.Integer()))


def _value() -> None:
    _table(
        "value_link",
        _reference("deal_id", "deal", required=True),
        _reference("fact_id", "fact"),
        _text("capability", required=True),
        _reference("product_id", "product"),
        _text("proof"),
        _text("proof_kind"),
        _reference("outcome_id", "fact"),
        _text("order_key", required=True),
    )
    _table(
        "demo_item",
        _reference("deal_id", "deal", required=True),
        _reference("value_link_id", "value_link"),
        _text("what", required=True),
        _number("minutes"),
        _text("shown_on"),
        _text("reaction"),
        _text("reaction_words"),
        _reference("person_id", "person"),
        _text("order_key", required=True),
    )
    _table(
        "criterion_match",
        _reference("deal_id", "deal", required=True),
        _reference("fact_id", "fact", required=True),
        _text("fit", required=True),
        _text("words"),
    )


def _proposals() -> None:
    _table(
        "proposal",
        _reference("deal_id", "deal", required=True),
        _text("title", required=True),
        _number("number", required=True),
        _text("state", required=True),
        _text("currency", required=True),
        _text("valid_until"),
        _text("scope"),
        _text("approach"),
        _text("terms"),
        _text("payment"),
        _number("tax_bp"),
        _text("frozen"),
        _text("frozen_on"),
        _text("sent_on"),
        _text("sent_to"),
        _text("chosen_id"),
        _reference("based_on_id", "proposal"),
    )
    _table(
        "proposal_option",
        _reference("deal_id", "deal", required=True),
        _reference("proposal_id", "proposal", required=True),
        _text("name", required=True),
        _text("summary"),
        _flag("recommended", required=True),
        _number("discount_bp", required=True),
        _text("order_key", required=True),
    )
    _table(
        "proposal_line",
        _reference("deal_id", "deal", required=True),
        _reference("proposal_id", "proposal", required=True),
        _reference("option_id", "proposal_option", required=True),
        _reference("product_id", "product"),
        _text("name", required=True),
        _number("quantity_milli", required=True),
        _number("unit_minor"),
        _number("discount_bp", required=True),
        _text("period", required=True),
        _reference("fact_id", "fact"),
        _reference("item_id", "line_item"),
        _number("item_rev"),
        _text("note"),
        _text("order_key", required=True),
    )
    _table(
        "proposal_point",
        _reference("deal_id", "deal", required=True),
        _reference("proposal_id", "proposal", required=True),
        _text("kind", required=True),
        _text("words", required=True),
        _reference("fact_id", "fact"),
        _text("side"),
        _text("owner"),
        _text("due_on"),
        _text("order_key", required=True),
    )
    _table(
        "roi_input",
        _reference("deal_id", "deal", required=True),
        _text("kind", required=True),
        _text("name", required=True),
        _number("value_minor", required=True),
        _number("low_minor"),
        _number("high_minor"),
        _text("currency", required=True),
        _reference("fact_id", "fact"),
        _text("rests_on"),
        _text("order_key", required=True),
    )


def _commitment() -> None:
    _table(
        "concession",
        _reference("deal_id", "deal", required=True),
        _text("guardrail", required=True),
        _text("give", required=True),
        _number("size"),
        _number("cost_minor"),
        _text("get"),
        _text("state", required=True),
        _text("approved_by"),
        _text("approved_on"),
        _text("given_on", required=True),
        _reference("person_id", "person"),
        _text("order_key", required=True),
    )
    _table(
        "action_plan",
        _reference("deal_id", "deal", required=True),
        _text("objective"),
        _text("target_on"),
        _text("fallback"),
    )
    _table(
        "plan_step",
        _reference("deal_id", "deal", required=True),
        _text("kind", required=True),
        _text("what", required=True),
        _text("due_on"),
        _text("side"),
        _text("owner"),
        _reference("person_id", "person"),
        _text("state", required=True),
        _text("done_on"),
        _text("note"),
        _text("order_key", required=True),
    )


def _calls() -> None:
    _table(
        "call",
        _reference("deal_id", "deal", required=True),
        _text("state", required=True),
        _text("planned_on"),
        _text("planned_time"),
        _number("minutes"),
        _text("hypothesis"),
        _text("must_learn"),
        _text("attendees"),
        _text("agenda"),
        _text("exits"),
        _text("notes"),
        _text("typed"),
        _text("started_at"),
        _text("ended_at"),
        _text("summary"),
        _text("confirmed_on"),
        _text("no_step_why"),
        _reference("activity_id", "activity"),
    )
    _table(
        "practice",
        _text("play_key", required=True, index=True),
        _text("practised_on", required=True),
        _text("grade", required=True),
    )


def _files() -> None:
    _table(
        "attachment",
        _reference("deal_id", "deal"),
        _reference("account_id", "account"),
        _reference("activity_id", "activity"),
        _text("name", required=True),
        _text("kind", required=True),
        _text("media_type"),
        _number("size", required=True),
        _text("digest", required=True, index=True),
        _text("added_on", required=True),
        _text("note"),
    )
    _table(
        "sender",
        _text("company"),
        _text("address"),
        _text("website"),
        _text("tax_number"),
        _text("name"),
        _text("title"),
        _text("email"),
        _text("phone"),
        _text("logo"),
    )
    op.create_table(
        "blob",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
    )


def _keeping() -> None:
    op.create_table(
        "draft",
        sa.Column("place", sa.String(), primary_key=True),
        sa.Column("field", sa.String(), primary_key=True),
        _text("words", required=True),
        _text("label", required=True),
        _text("bases", required=True),
        _text("kept_at", required=True),
    )
    op.create_table("day_seen", sa.Column("day", sa.String(), primary_key=True))
    op.create_table(
        "bin_since",
        sa.Column("ref", sa.String(), primary_key=True),
        _text("binned_at", required=True),
        _number("day_number", required=True),
    )


def _table(name: str, *columns: sa.Column[object]) -> None:
    """A kept table: what the unit stamps, then its own columns."""
    op.create_table(
        name,
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("binned_at", sa.String()),
        *columns,
    )


def _text(name: str, *, required: bool = False, index: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=not required, index=index)


def _number(name: str, *, required: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=not required)


def _flag(name: str, *, required: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), nullable=not required)


def _reference(name: str, target: str, *, required: bool = False) -> sa.Column[object]:
    return sa.Column(
        name, sa.String(), sa.ForeignKey(f"{target}.id"), nullable=not required, index=True
    )
