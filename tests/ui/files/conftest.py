"""The desk that dropped files come to; a file of tests may have its own."""

from __future__ import annotations

from tests.desks import desk  # noqa: F401
