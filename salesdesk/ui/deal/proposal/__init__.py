"""The Proposal panel of the deal page: versions, scope, options, timeline, business case."""
