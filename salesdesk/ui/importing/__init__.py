"""The import wizard: choose files, settle what they mean, try it, write it, see the outcome."""
