"""What is measured against what: each peer is a process of its own."""
