"""What the assistant does, in its own words."""
