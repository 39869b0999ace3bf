"""What storage can say no with."""

from __future__ import annotations


class StorageError(Exception):
    """Root of this floor's errors."""


class NotFound(StorageError):
    """There is no such row."""


class Conflict(StorageError):
    """Somebody saved this row since it was read: run the event again."""


class SchemaOutdated(StorageError):
    """The database has an older schema than this program; ``genjin migrate`` brings it up."""


class Busy(Conflict):
    """Two transactions stood in each other's way and this one gave in: run it again."""


class StorageUnavailable(StorageError):
    """The database cannot be used just now; nothing was stored. The caller should come back later."""


class StorageFull(StorageUnavailable):
    """There is no room to write, or no right to; nothing was stored."""
