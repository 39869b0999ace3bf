"""What monitoring reads: Prometheus text, made afresh from the database at every scrape."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Gauge, generate_latest

HELP: Mapping[str, tuple[str, str]] = {
    "inbox": ("genjin_inbox_events", "Stored events by status; dead ones wait for `genjin dead`."),
    "outbox": ("genjin_outbox_messages", "Queued messages by status; dead ones could not be delivered."),
    "notices": ("genjin_platform_notices", "Platform events kept and counted without acting, by name."),
}


def render(figures: Mapping[str, Mapping[str, int]], singles: Mapping[str, float]) -> str:
    """The figures (group → status → count) and single gauges as Prometheus text."""
    registry = CollectorRegistry()
    for group, counts in figures.items():
        name, words = HELP[group]
        gauge = Gauge(name, words, ["status"], registry=registry)
        for status, count in counts.items():
            gauge.labels(status=status).set(count)
    for name, value in singles.items():
        Gauge(f"genjin_{name}", name.replace("_", " "), registry=registry).set(value)
    return generate_latest(registry).decode()
