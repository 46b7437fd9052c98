"""The first schema: what `store.engine.create` made for version 0.1. Nothing leads to it."""

from __future__ import annotations

revision = "1"
down_revision = None


def upgrade() -> None:
    """Does nothing: there is no older desk."""
