"""The screens; with ``app`` the only importer of PySide6."""
