"""Triage: imported open deals one at a time, until each has a date, a pause or an end."""
