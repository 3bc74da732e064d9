"""What does not belong into a document: what is unfinished, one machine's paths, hosts that nobody decided on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCUMENTS, text

HOSTS = {
    "127.0.0.1:3000",
    "admin.google.com",
    "api.slack.com",
    "console.cloud.google.com",
    "hirebot.example.com",
    "slack.com",
    "www.googleapis.com",
}
"""Places to go to, and examples. A package index is none of them: people have their own."""

PLACES = (
    "/slack/events",
    "/opt/hirebot",
    "/var/lib/hirebot",
    "/etc/",
    "/root/hirebot-manifest.yaml",
    "/usr/sbin/nologin",
)
"""What looks like a path of a machine and is an address, or an example that anybody can follow."""

UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|TB[D]|XX[X])\b")

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=str)


@every_document
def test_a_document_is_finished(document: Path) -> None:
    assert [] == UNFINISHED.findall(text(document))


@every_document
def test_a_document_knows_no_path_of_anybodys_machine(document: Path) -> None:
    paths = re.findall(r"(?<![\w.:/<>-])(/(?:[\w.-]+/)+[\w.-]+)", text(document))

    assert [] == [path for path in paths if not path.startswith(PLACES)]


@every_document
def test_a_document_sends_people_to_known_places_only(document: Path) -> None:
    hosts = set(re.findall(r"https?://([\w.:-]+[\w])", text(document)))

    assert set() == hosts - HOSTS
