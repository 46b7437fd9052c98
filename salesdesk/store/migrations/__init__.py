"""Alembic migrations: imported only when `PRAGMA user_version` says that an upgrade is due."""
