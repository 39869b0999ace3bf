"""Worlds for flows."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.world import World, a_world

MakeWorld = Callable[..., Awaitable[World]]


@pytest.fixture
def world_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite database of this test's own with the current schema."""
    path = tmp_path / "world.db"
    shutil.copy(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def world(world_url: str) -> AsyncIterator[World]:
    """A world on SQLite with 李雷, 韩梅 and 王主管, on a Monday at ten."""
    async with a_world(world_url) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
async def world_on(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The same world once on SQLite and once on PostgreSQL."""
    name = "world_url" if request.param == "sqlite" else "postgres_url"
    async with a_world(request.getfixturevalue(name)) as made:
        yield made


@pytest.fixture
async def make_world(world_url: str) -> AsyncIterator[MakeWorld]:
    """A world with a configuration of the test's own: ``await make_world(mode=CaptureMode.AUTO)``."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> World:
            return await stack.enter_async_context(a_world(world_url, **settings))

        yield make
