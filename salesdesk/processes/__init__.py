"""Reads, checks and writes process files: stages, questions, plays, handoff, reasons as YAML.

Called by the use cases and the command line only. Everything but ``builtin`` and ``faults`` imports
ruamel and pydantic, so nothing here is imported before the first paint.
"""
