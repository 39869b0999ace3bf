"""Every change of the schema, in order; ``storage/schema.py`` runs them."""
