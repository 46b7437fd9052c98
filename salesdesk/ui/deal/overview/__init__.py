"""The Overview of a deal: fields, stakeholders, next steps, activities, notes, items, and more."""
