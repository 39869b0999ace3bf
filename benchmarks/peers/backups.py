"""Copies a database that is in use, three times; prints the sizes in bytes.

``python -m benchmarks.peers.backups FILE COPY``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from storage.backup import copy

if __name__ == "__main__":
    print(json.dumps([copy(f"sqlite:///{sys.argv[1]}", Path(sys.argv[2])) for _ in range(3)]))
