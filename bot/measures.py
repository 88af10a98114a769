"""Counts for `/metrics`: what came, what was decided, how sendings ended. Labels never hold anything about a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


class Measures:
    """One set a process, in a registry of its own, so that tests do not share it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "madoguchi_events",
            "Events of the platforms, by what became of them.",
            ["channel", "result"],
            registry=self.registry,
        )
        self.turns = Counter("madoguchi_turns", "Turns, by how they ended.", ["result"], registry=self.registry)
        self.sendings = Counter(
            "madoguchi_sendings", "Sendings, by how they ended.", ["channel", "outcome"], registry=self.registry
        )
        self.clocks = Counter("madoguchi_clocks", "Clocks that came due.", ["kind", "result"], registry=self.registry)
        self.erased = Counter(
            "madoguchi_erased", "What the purge erased, or failed to.", ["what", "result"], registry=self.registry
        )
        self.meetings = Counter(
            "madoguchi_meetings", "Meetings asked of a video tool.", ["deed", "ending"], registry=self.registry
        )
        self.missed_texts = Counter(
            "madoguchi_missed_texts", "Texts that a catalogue lacked.", ["tag"], registry=self.registry
        )
        self.unread = Counter(
            "madoguchi_unread", "Notices to staff that no group could take.", ["office"], registry=self.registry
        )
        self.inbox = Gauge("madoguchi_inbox", "Inbox rows.", ["status"], registry=self.registry)
        self.outbox = Gauge("madoguchi_outbox", "Outbox rows.", ["status"], registry=self.registry)
        self.shut = Gauge(
            "madoguchi_channel_shut", "1 while a channel refuses us.", ["channel"], registry=self.registry
        )

    def text(self) -> bytes:
        """In the exposition format of Prometheus."""
        return generate_latest(self.registry)
