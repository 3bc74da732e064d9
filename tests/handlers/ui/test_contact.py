"""E-mail addresses and links: what is taken, and what is refused with a sentence."""

from __future__ import annotations

import pytest

from handlers.ui.contact import read_email, read_link


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mia@example.com", "mia@example.com"),
        ("  mia@example.com \n", "mia@example.com"),
        ("Mia.O'Neil+jobs@Example.COM", "Mia.O'Neil+jobs@example.com"),
        ("mia@münchen.de", "mia@xn--mnchen-3ya.de"),
        ("mia@xn--mnchen-3ya.de", "mia@xn--mnchen-3ya.de"),
        ("a@b.co", "a@b.co"),
    ],
)
def test_an_address_is_read(typed: str, read: str) -> None:
    assert (read, "") == read_email(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "mia",
        "mia@",
        "@example.com",
        "mia@localhost",
        "mia@example",
        "mia@exa mple.com",
        "mia@example.com, ben@example.com",
        "mia@example.com ben@example.com",
        "mia@example.com;ben@example.com",
        "mia@example.com\nBcc: all@example.com",
        "mia@@example.com",
        "mia@ben@example.com",
        "Mia <mia@example.com>",
        "<mailto:mia@example.com|mia>",
        ".mia@example.com",
        "mia..wong@example.com",
        "mia@-example.com",
        "mia@example..com",
        "mia@127.0.0.1",
        "mia@[127.0.0.1]",
        "mïa@example.com",
        "=cmd()@example.com",
        "mia@" + "x" * 64 + ".com",
        "x" * 65 + "@example.com",
        "mia@" + ".".join(["x" * 61] * 4) + ".com",
        "mia@\ud800.com",
    ],
)
def test_anything_but_one_address_is_refused_with_a_sentence(typed: str) -> None:
    read, problem = read_email(typed)
    assert "" == read
    assert problem.startswith(("Please give one e-mail address", "An e-mail address has at most"))


@pytest.mark.parametrize(
    "typed",
    [
        "https://files.example.com/mia.pdf",
        "https://example.com",
        "https://example.com:8443/a?b=c&d=e#f",
        "https://münchen.de/lebenslauf.pdf",
        "https://93.184.216.34/mia.pdf",
    ],
)
def test_a_link_that_works_anywhere_is_taken_as_typed(typed: str) -> None:
    assert (typed, "") == read_link(f" {typed}\n")


@pytest.mark.parametrize(
    "typed",
    [
        "http://example.com/mia.pdf",
        "ftp://example.com/mia.pdf",
        "javascript:alert(1)",
        "data:text/html,hi",
        "file:///etc/passwd",
        "example.com/mia.pdf",
        "//example.com/mia.pdf",
        "mia",
    ],
)
def test_only_https_is_taken(typed: str) -> None:
    assert ("", "Please give a link that begins with https://.") == read_link(typed)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "wiki",
        "wiki.local",
        "wiki.internal",
        "wiki.corp",
        "127.0.0.1",
        "127.1",
        "0.0.0.0",
        "10.0.0.8",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "2130706433",
        "0x7f.0x0.0x0.0x1",
        "0177.0.0.1",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "１２７.０.０.１",  # noqa: RUF001 - full-width digits, which a browser takes for an address
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    ],
)
def test_a_link_that_points_inside_is_refused(host: str) -> None:
    link, problem = read_link(f"https://{host}/mia.pdf")
    assert "" == link
    assert "points inside" in problem


@pytest.mark.parametrize(
    "typed",
    [
        "https://",
        "https:///mia.pdf",
        "https://good.example.com|label",
        "https://user:secret@example.com/",
        "https://user@example.com/",
        "https://example.com/a b",
        "https://example.com/<!channel>",
        "https://example.com/\u0000",
        "https://example.com:99999/",
        "https://[::1/",
        "https://example.com/\nhttps://b.example.com",
        "https://example.com/" + "x" * 2000,
    ],
)
def test_a_link_that_cannot_be_read_is_refused(typed: str) -> None:
    link, problem = read_link(typed)
    assert "" == link
    assert problem
