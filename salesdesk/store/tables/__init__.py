"""The tables by what they are about; `store.schema` gathers them."""
