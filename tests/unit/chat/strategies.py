"""Arbitrary events and content, for the properties of the codec and of ``fit``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from handlers.chat.content import Button, Card, Fact, File, Markdown, Option, Select, Text
from handlers.chat.delivery import Send, UpdateCard
from handlers.chat.event import (
    Attachment,
    CardPressed,
    ContactChanged,
    ConversationRef,
    CustomerRef,
    CustomerSaid,
    Handle,
    MemberChanged,
    MessageRecalled,
    MessageReceived,
    Origin,
    PersonRef,
    PlatformNotice,
    TimerFired,
)

words = st.text(max_size=40)
maybe = st.none() | words
pairs = st.dictionaries(words, words, max_size=3)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))]
    ),
)
people = st.builds(PersonRef, words, words)
origins = st.builds(
    Origin, words, words, st.builds(ConversationRef, words, words), st.none() | people, moments, pairs
)
attachments = st.builds(Attachment, words, st.none() | st.integers(0, 2**60), maybe, maybe, maybe, maybe)
handles = st.builds(Handle, words, moments)
events = st.one_of(
    st.builds(MessageReceived, origins, words, words, st.none() | attachments, pairs),
    st.builds(
        CustomerSaid,
        origins,
        words,
        people,
        st.builds(CustomerRef, words, maybe, maybe, maybe),
        words,
        words,
        words,
        st.none() | attachments,
        pairs,
    ),
    st.builds(MessageRecalled, origins, words),
    st.builds(
        CardPressed,
        origins,
        words,
        words,
        st.dictionaries(words, st.lists(words, max_size=3).map(tuple), max_size=3),
        st.none() | handles,
    ),
    st.builds(MemberChanged, origins, people, words),
    st.builds(ContactChanged, origins, people, words, words, maybe),
    st.builds(PlatformNotice, origins, words, st.booleans()),
    st.builds(TimerFired, origins, words, words),
)

buttons = st.builds(Button, words, words, words, st.sampled_from(["plain", "primary", "danger"]))
options = st.builds(Option, words, words)
selects = st.builds(Select, words, words, st.lists(options, max_size=12).map(tuple), maybe)
cards = st.builds(
    Card,
    title=words,
    subtitle=words,
    body=st.text(max_size=400),
    facts=st.lists(st.builds(Fact, words, words, maybe, maybe), max_size=9).map(tuple),
    quote=words,
    buttons=st.lists(buttons, max_size=9).map(tuple),
    selects=st.lists(selects, max_size=4).map(tuple),
    menu=st.lists(buttons, max_size=5).map(tuple),
    closed=words,
)
contents = st.one_of(
    st.builds(Text, words), st.builds(Markdown, words), st.builds(File, words, maybe, maybe), cards
)
outbounds = st.one_of(
    st.builds(Send, words, people, contents, maybe),
    st.builds(UpdateCard, words, people, words, cards, st.none() | handles),
)
