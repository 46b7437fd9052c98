"""What screens read: one module a feature, plain frozen rows out; called by use cases."""
