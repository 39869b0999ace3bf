"""Where the world comes in and goes out, and what runs."""
