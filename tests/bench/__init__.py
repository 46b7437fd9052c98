"""Measurements, each as a ratio to a floor measured in the same run.

``python -m tests.bench [--json] [NAME…]``. Never a pass or fail of the test suite: times drift with
the machine, ratios less so.
"""
