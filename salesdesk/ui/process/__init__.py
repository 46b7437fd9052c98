"""How we sell: the process of a pipeline, stage by stage, to read and to print."""
