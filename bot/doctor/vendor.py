"""WeCom's API: does the secret fit, is our address trusted, do the clocks agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.clock import Clock
from bot.config import WecomConfig
from bot.doctor.finding import Finding, ill, well
from bot.platforms.errors import Misconfigured, PlatformError, Transient
from bot.platforms.http import ApiClient, HttpTransport
from bot.platforms.wecom.api import WecomApi, WecomVendor

MOST_SKEW = timedelta(seconds=60)
_GIVE_UP = aiohttp.ClientTimeout(total=6)


async def examine(wecom: WecomConfig, clock: Clock) -> list[Finding]:
    """``gettoken``, one harmless call with the token, then the clocks; less when nobody answers."""
    async with HttpTransport(wecom.api_base) as transport:
        vendor = WecomVendor(wecom.corp_id, wecom.secret.reveal())
        step = "gettoken"
        found = []
        try:
            request = vendor.token_request()
            refused = vendor.error(request, await transport(request))
            if refused is not None:
                raise refused
            found.append(well(step, "corp_id and secret fit"))
            step = "trusted address"
            addresses = await WecomApi(ApiClient(vendor, transport, clock)).callback_addresses()
            found.append(
                well(step, f"WeCom accepts calls from here; it calls from {len(addresses)} addresses")
            )
        except PlatformError as error:
            found.append(_explained(step, error, wecom.api_base))
            if isinstance(error, Transient):
                return found
    return [*found, await _clocks(wecom, clock)]


def _explained(step: str, error: PlatformError, api_base: str) -> Finding:
    if isinstance(error, Misconfigured):
        cause, _, advice = str(error).partition(": ") if error.code == 60020 else str(error).partition("; ")
        return ill(step, cause, advice[:1].upper() + advice[1:] or "See the WeCom console.")
    if isinstance(error, Transient):
        return ill(
            step,
            f"{api_base} cannot be used: {error}",
            "Check this machine's way out (name look-up, firewall, proxy) and platforms.wecom.api_base.",
        )
    return ill(step, str(error), "Look the code up in WeCom docs, path 90313.")


async def _clocks(wecom: WecomConfig, clock: Clock) -> Finding:
    """Compare our time with the ``Date`` of WeCom's answer, which is whole seconds."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_GIVE_UP) as session,
            session.get(wecom.api_base, allow_redirects=False) as response,
        ):
            told = parsedate_to_datetime(response.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return ill("clock", f"cannot be compared: {error or type(error).__name__}", "See the steps above.")
    return compare_clocks(clock.now(), told if told.tzinfo else told.replace(tzinfo=UTC))


def compare_clocks(ours: datetime, theirs: datetime) -> Finding:
    """Whether two clocks agree to a minute."""
    skew = ours - theirs
    seconds = abs(int(skew.total_seconds()))
    if abs(skew) <= MOST_SKEW:
        return well("clock", f"within {seconds} s of WeCom's")
    direction = "ahead of" if skew > timedelta(0) else "behind"
    return ill(
        "clock",
        f"this machine is {seconds} s {direction} WeCom",
        "Switch time synchronisation on (timedatectl set-ntp true); reminders ring by this clock.",
    )
