"""From schema 1 to 2: qualification. A table of scores, and the framework that a deal chose.

Both are new and empty, so that no row changes and no checksum is made anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Adds the table ``score`` and the column ``deal.framework``."""
    op.create_table(
        "score",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("binned_at", sa.String()),
        sa.Column("deal_id", sa.String(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("level", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String()),
        sa.Column("words", sa.String()),
        sa.Column("person_id", sa.String()),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("scored_on", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("order_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"]),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
    )
    for column in ("deal_id", "fact_id", "person_id"):
        op.create_index(f"ix_score_{column}", "score", [column])
    op.add_column("deal", sa.Column("framework", sa.String()))
