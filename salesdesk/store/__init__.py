"""The store: one SQLite file a desk. The only importer of SQLAlchemy and the driver."""
