"""What undoing means, written a second time and as simply as can be: a list of what was done, a few dicts.

The rules: an event is taken back newest change first. A change goes back only where what it left still
stands; what a person did since wins. What is part of another file, or put away, is left alone.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

ORDER = ("new", "contacted", "qualified", "quoted", "contract")
FIELDS = ("company", "source", "phone", "budget", "note_2")


@dataclass
class File:
    """A customer's file."""

    number: int
    owner: str
    fields: dict[str, str]
    stage: str = "new"
    status: str = "open"
    tags: set[str] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)


@dataclass
class Done:
    """One change: its kind, what it was done to, whatever undoing needs, and whether it was undone."""

    kind: str
    file: int | None
    by_hand: bool
    event: int
    about: dict[str, Any]
    undone: bool = False


class Model:
    """The team's files, to-dos and quotes, and everything that was done to them."""

    def __init__(self) -> None:
        self.files: dict[int, File] = {}
        self.keys: dict[str, int] = {}
        self.todos: dict[int, dict[str, Any]] = {}
        self.quotes: dict[int, dict[str, Any]] = {}
        self.done: list[Done] = []

    def living(self) -> list[int]:
        """The files somebody can still work on."""
        return [n for n, file in self.files.items() if file.status not in ("merged", "deleted")]

    # -- what is done --------------------------------------------------------------------------

    def _did(self, kind: str, file: int | None, event: int, by_hand: bool = True, **about: Any) -> None:
        self.done.append(Done(kind, file, by_hand, event, about))

    def create(self, event: int, n: int, owner: str, fields: dict[str, str], by_hand: bool) -> None:
        self.files[n] = File(n, owner, dict(fields))
        if "phone" in fields:
            self.keys.setdefault(fields["phone"], n)
        self._did("create", n, event, by_hand)

    def set(self, event: int, n: int, name: str, value: str, by_hand: bool) -> None:
        before = self.files[n].fields.get(name)
        self.files[n].fields[name] = value
        if name == "phone":
            self.keys.setdefault(value, n)
        self._did("set", n, event, by_hand, name=name, before=before, after=value)

    def edit(self, n: int, name: str, value: str) -> None:
        """A person's edit past everything that keeps records."""
        self.files[n].fields[name] = value

    def move(self, event: int, n: int, stage: str, by_hand: bool) -> None:
        file = self.files[n]
        was = (file.stage, file.status)
        file.stage = stage
        file.status = stage if stage in ("won", "lost") else "open"
        self._did("move", n, event, by_hand, before=was, after=(file.stage, file.status))

    def tag(self, event: int, n: int, tag: str) -> None:
        if tag not in self.files[n].tags:
            self.files[n].tags.add(tag)
            self._did("tag", n, event, by_hand=False, tag=tag)

    def note(self, event: int, n: int, note: int) -> None:
        self.files[n].notes.add(note)
        self._did("note", n, event, note=note)

    def assign(self, event: int, n: int, owner: str) -> None:
        before, self.files[n].owner = self.files[n].owner, owner
        self._did("assign", n, event, before=before, after=owner)

    def delete(self, event: int, n: int) -> None:
        keys = [key for key, holder in self.keys.items() if holder == n]
        for key in keys:
            del self.keys[key]
        self._did("delete", n, event, status=self.files[n].status, keys=keys)
        self.files[n].status = "deleted"

    def merge(self, event: int, stays: int, goes: int) -> None:
        mine, theirs = self.files[stays], self.files[goes]
        keys = [key for key, holder in self.keys.items() if holder == goes]
        for key in keys:
            self.keys[key] = stays
        filled = {name: value for name, value in theirs.fields.items() if mine.fields.get(name) is None}
        mine.fields.update(filled)
        tags, notes = theirs.tags - mine.tags, set(theirs.notes)
        mine.tags |= tags
        mine.notes |= notes
        theirs.notes = set()
        before = mine.stage
        if mine.status == "open" and self._after(theirs.stage, mine.stage):
            mine.stage = theirs.stage
        moved = {
            "todos": [t for t, todo in self.todos.items() if todo["file"] == goes],
            "quotes": [q for q, quote in self.quotes.items() if quote["file"] == goes],
        }
        for todo in moved["todos"]:
            self.todos[todo]["file"] = stays
        for quote in moved["quotes"]:
            self.quotes[quote]["file"] = stays
        self._did(
            "merge", stays, event, goes=goes, status=theirs.status, keys=keys, filled=filled, tags=tags,
            stage=(before, mine.stage), moved=moved, notes=notes,
        )  # fmt: skip
        theirs.status = "merged"

    @staticmethod
    def _after(a: str, b: str) -> bool:
        ranks = [*ORDER, "won"]
        return a in ranks and b in ranks and ranks.index(a) > ranks.index(b)

    def todo(self, event: int, t: int, n: int, due: int) -> None:
        self.todos[t] = {"file": n, "status": "open", "due": due}
        self._did("todo", n, event, todo=t)

    def finish(self, event: int, t: int) -> None:
        self.todos[t]["status"] = "done"
        self._did("finish", self.todos[t]["file"], event, todo=t)

    def put_off(self, event: int, t: int, due: int) -> None:
        before, self.todos[t]["due"] = self.todos[t]["due"], due
        self._did("put_off", self.todos[t]["file"], event, todo=t, before=before, after=due)

    def quote(self, event: int, q: int, n: int) -> None:
        """A new version takes the place of those that wait; that is done after it is written down."""
        waiting = [k for k, v in self.quotes.items() if v["file"] == n and v["status"] == "sent"]
        self.quotes[q] = {"file": n, "status": "sent"}
        replaced = [
            Done("settle", n, True, event, {"quote": k, "before": "sent", "after": "replaced"})
            for k in waiting
        ]
        for k in waiting:
            self.quotes[k]["status"] = "replaced"
        self.done += [Done("quote", n, True, event, {"quote": q}), *replaced]

    def drop(self, event: int, q: int) -> None:
        before, self.quotes[q]["status"] = self.quotes[q]["status"], "dropped"
        self._did("settle", self.quotes[q]["file"], event, quote=q, before=before, after="dropped")

    # -- what is undone ------------------------------------------------------------------------

    def undo(self, event: int) -> None:
        """Take back what an event did, newest first."""
        for done in reversed([d for d in self.done if d.event == event and not d.undone]):
            done.undone = getattr(self, f"_un_{done.kind}")(done)

    def _file(self, done: Done) -> File | None:
        """The file of a change, None when nothing in it can be changed any more."""
        file = self.files[done.file if done.file is not None else -1]
        return None if file.status in ("merged", "deleted") else file

    def _since(self, done: Done) -> list[Done]:
        return [d for d in self.done[self.done.index(done) + 1 :] if not d.undone]

    def _un_create(self, done: Done) -> bool:
        file = self._file(done)
        if file is None:
            return False
        for later in self._since(done):
            touched = later.by_hand and later.event != done.event and later.file == file.number
            if touched or (later.kind == "merge" and later.file == file.number):
                return False
        file.status = "deleted"
        self.keys = {key: holder for key, holder in self.keys.items() if holder != file.number}
        for todo in self.todos.values():
            if todo["file"] == file.number and todo["status"] == "open":
                todo["file"] = None
        return True

    def _un_set(self, done: Done) -> bool:
        file, about = self._file(done), done.about
        if file is None or file.fields.get(about["name"]) != about["after"]:
            return False
        if about["before"] is None:
            del file.fields[about["name"]]
        else:
            file.fields[about["name"]] = about["before"]
        if about["name"] == "phone":
            if self.keys.get(about["after"]) == file.number:
                del self.keys[about["after"]]
            if about["before"] is not None:
                self.keys.setdefault(about["before"], file.number)
        return True

    def _un_move(self, done: Done) -> bool:
        file = self._file(done)
        if file is None or (file.stage, file.status) != done.about["after"]:
            return False
        if any(later.kind == "move" and later.file == file.number for later in self._since(done)):
            return False
        file.stage, file.status = done.about["before"]
        return True

    def _un_tag(self, done: Done) -> bool:
        file = self._file(done)
        if file is None or done.about["tag"] not in file.tags:
            return False
        file.tags.remove(done.about["tag"])
        return True

    def _un_note(self, done: Done) -> bool:
        for file in self.files.values():
            if done.about["note"] in file.notes:
                file.notes.remove(done.about["note"])
                return True
        return False

    def _un_assign(self, done: Done) -> bool:
        file = self._file(done)
        if file is None or file.owner != done.about["after"]:
            return False
        file.owner = done.about["before"]
        return True

    def _un_delete(self, done: Done) -> bool:
        file = self.files[done.file if done.file is not None else -1]
        if file.status != "deleted":
            return False
        file.status = done.about["status"]
        for key in done.about["keys"]:
            self.keys.setdefault(key, file.number)
        return True

    def _un_merge(self, done: Done) -> bool:
        about, mine = done.about, self._file(done)
        theirs = self.files[about["goes"]]
        if mine is None or theirs.status != "merged":
            return False
        theirs.status = about["status"]
        for key in about["keys"]:
            self.keys[key] = theirs.number
        for name, value in about["filled"].items():
            if mine.fields.get(name) == value:
                del mine.fields[name]
        mine.tags -= about["tags"]
        theirs.notes |= about["notes"] & mine.notes
        mine.notes -= about["notes"]
        if mine.stage == about["stage"][1] != about["stage"][0]:
            mine.stage = about["stage"][0]
        for todo in about["moved"]["todos"]:
            self.todos[todo]["file"] = theirs.number
        for quote in about["moved"]["quotes"]:
            self.quotes[quote]["file"] = theirs.number
        return True

    def _un_todo(self, done: Done) -> bool:
        todo = self.todos[done.about["todo"]]
        if todo["status"] != "open":
            return False
        todo["status"] = "dropped"
        return True

    def _un_finish(self, done: Done) -> bool:
        todo = self.todos[done.about["todo"]]
        if todo["status"] != "done":
            return False
        todo["status"] = "open"
        return True

    def _un_put_off(self, done: Done) -> bool:
        todo = self.todos[done.about["todo"]]
        if todo["status"] != "open" or todo["due"] != done.about["after"]:
            return False
        todo["due"] = done.about["before"]
        return True

    def _un_quote(self, done: Done) -> bool:
        quote = self.quotes[done.about["quote"]]
        if quote["status"] != "sent":
            return False
        quote["status"] = "withdrawn"
        return True

    def _un_settle(self, done: Done) -> bool:
        quote = self.quotes[done.about["quote"]]
        if quote["status"] != done.about["after"]:
            return False
        quote["status"] = done.about["before"]
        return True

    def state(self) -> dict[str, Any]:
        """Everything that must be equal."""
        files = {
            n: (f.owner, f.stage, f.status, dict(f.fields), sorted(f.tags), len(f.notes))
            for n, f in self.files.items()
        }
        kept = {"files": files, "keys": dict(self.keys), "todos": self.todos, "quotes": self.quotes}
        return copy.deepcopy(kept)
