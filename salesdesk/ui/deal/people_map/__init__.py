"""The stakeholder map: who is on the deal as a picture, with who reports to whom."""
