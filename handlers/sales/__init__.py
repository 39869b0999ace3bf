"""What it means: pure rules over storage's values; no I/O, no clock."""
