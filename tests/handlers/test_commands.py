"""`/hire <verb>`: each answers its asker alone, or opens a form."""

from __future__ import annotations

from tests.handlers.talk import Talk


def test_the_bare_command_shows_what_waits_for_its_reader(talk: Talk) -> None:
    kim = talk.person("kim")
    assert kim.slash("/hire").ok
    [message] = kim.dm
    assert message.ephemeral_to == kim.user_id
    assert "Omar Haddad" in str(message.blocks)
