"""What is read in the terminal around a login: where to sign in, and what is left to do afterwards."""

from __future__ import annotations

from pathlib import Path

from bot.config import read_settings
from bot.google_login import Outcome
from bot.login_words import words_after, words_before

ADDRESS, WAITS_AT = "https://accounts.google.com/o/oauth2/auth?x=1", "http://127.0.0.1:8085/"


def before(*, near: bool, types: bool) -> str:
    return "\n".join(words_before("interviews@acme.test", ADDRESS, WAITS_AT, near=near, types=types))


def after(outcome: Outcome, **settings: str) -> str:
    values = read_settings(settings, env_file=None).values
    return "\n".join(words_after(outcome, Path("google-token.json"), values))


def test_at_a_screen_a_browser_opens_and_the_address_is_there_all_the_same() -> None:
    told = before(near=True, types=False)

    assert ADDRESS in told
    assert "interviews@acme.test" in told
    assert "ssh" not in told


def test_without_a_screen_both_ways_back_are_told() -> None:
    told = before(near=False, types=True)

    assert "ssh -L 8085:127.0.0.1:8085" in told
    assert "paste what the browser's address bar shows" in told


def test_where_nobody_types_nothing_is_to_be_pasted() -> None:
    assert "paste" not in before(near=False, types=False)


def test_settings_that_fit_need_no_words() -> None:
    told = after(Outcome(), GOOGLE_OAUTH_TOKEN_FILE="google-token.json", GOOGLE_ORGANISER="interviews@acme.test")

    assert "GOOGLE_" not in told


def test_each_setting_that_does_not_fit_yet_is_named() -> None:
    told = after(Outcome(), GOOGLE_SERVICE_ACCOUNT_FILE="key.json")

    assert f"GOOGLE_OAUTH_TOKEN_FILE={Path.cwd()}/google-token.json" in told
    assert "take GOOGLE_SERVICE_ACCOUNT_FILE out" in told
    assert "set GOOGLE_ORGANISER" in told


def test_a_consent_that_ends_and_a_calendar_that_cannot_be_used_are_told() -> None:
    told = after(Outcome(ends_after_days=7, calendar_problem="auth:SERVICE_DISABLED: enable it"))

    assert "ends this consent after 7 days" in told
    assert "auth:SERVICE_DISABLED: enable it" in told
