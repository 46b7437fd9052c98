"""Passphrases in the window: asking for one, setting it, the recovery key, locking.

Imported for encrypted desks, and when an action about passphrases is used.
"""
