"""How things are said: everything a person reads, as templates."""
