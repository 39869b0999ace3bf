"""Chat platforms, each behind the four members of ``base.Platform``."""
