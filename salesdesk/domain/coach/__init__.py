"""The coach: looks for the classic mistakes and says so kindly, each with what it rests on.

`case` holds what a rule may look at, `finding` what it says; each rule is a module of its own and a
row in `register`. Pure: read by `store.reads.coach`, asked by `usecases.coach`.
"""
