"""Tries the running set-up step by step; each finding names its cause and the next step."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.config import Config, ServerConfig, load
from bot.console import say
from bot.doctor import calendar, callback, keeping, server, vendor
from bot.doctor.finding import Finding, well

__all__ = ["Finding", "examine", "render", "run"]


def run(path: Path, *, as_json: bool) -> int:
    """Examine, print and return 0 (all well) or 1; raises ``ConfigError`` when there is nothing to try."""
    config = load(path)
    findings = asyncio.run(examine(config, SystemClock()))
    healthy = all(finding.ok for finding in findings)
    if as_json:
        rows = [asdict(finding) for finding in findings]
        say(json.dumps({"ok": healthy, "findings": rows}, ensure_ascii=False, indent=2))
    else:
        say(render(findings))
    return 0 if healthy else 1


async def examine(config: Config, clock: Clock) -> list[Finding]:
    """Every finding, in the order in which things depend on each other."""
    found = [well("configuration", "every key is understood")]
    found += await asyncio.to_thread(keeping.examine, config.database, clock.now())
    found.append(calendar.examine(config.bot, config.reminders, clock.now()))
    local = _local(config.server)
    found.append(await server.examine(local))
    wecom = config.platforms.wecom
    if wecom is None:
        return found
    timestamp = int(clock.now().timestamp())
    found.append(await callback.examine(local, "callback here", wecom, timestamp))
    if config.bot.public_url:
        found.append(await callback.examine(config.bot.public_url, "callback outside", wecom, timestamp))
    else:
        found.append(well("callback outside", "not tried: bot.public_url is not set"))
    return found + await vendor.examine(wecom, clock)


def render(findings: list[Finding]) -> str:
    """One line per finding, the next step below those that need one."""
    width = max(len(finding.step) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{'ok ' if finding.ok else 'BAD'}  {finding.step:{width}}  {finding.cause}")
        if finding.next_step:
            lines.append(f"     {'':{width}}  → {finding.next_step}")
    bad = sum(not finding.ok for finding in findings)
    return "\n".join([*lines, "", f"{bad} to look at." if bad else "All well."])


def _local(config: ServerConfig) -> str:
    """The server's address as seen from this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host, config.host)  # noqa: S104 - read, not bound
    return f"http://[{host}]:{config.port}" if ":" in host else f"http://{host}:{config.port}"
