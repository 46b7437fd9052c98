"""Migration steps for tests, written to a folder: from the real schema to an invented next one."""

from __future__ import annotations

from pathlib import Path

from salesdesk.store.schema import SCHEMA

NEXT = SCHEMA + 1

_BASE = f'revision = "{SCHEMA}"\ndown_revision = None\ndef upgrade():\n    pass\n'

GOOD = f"""
import sqlalchemy as sa
from alembic import op
from salesdesk.store.migrations.rows import stamp_all
revision = "{NEXT}"
down_revision = "{SCHEMA}"


def upgrade():
    with op.batch_alter_table("account") as batch:
        batch.add_column(sa.Column("segment", sa.String()))
        batch.alter_column("about", new_column_name="summary")
    op.execute("UPDATE account SET segment = 'Mid'")
    stamp_all("account")
"""
"""Batch mode makes the table anew, which is what loses children when foreign keys are on."""

BROKEN = GOOD + '    op.execute("UPDATE account SET nothing = 1")\n'
"""Fails after all its work is done."""

LOSING = GOOD + """    op.execute("DELETE FROM account")\n"""
"""Leaves deals without their account."""


def write_steps(folder: Path, second: str = GOOD) -> Path:
    """A folder with two steps: that of today's schema and the invented next."""
    steps = folder / "steps"
    steps.mkdir()
    (steps / "one.py").write_text(_BASE)
    (steps / "two.py").write_text(second)
    return steps
