"""Google: a token, the organiser's calendar, whether events may be made there, and free/busy."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack

from bot.config import Given
from bot.container import CALL_SECONDS
from bot.doctor.finding import Finding, skipped, well, wrong
from bot.setting_checks import file_of
from scheduling.google.calendar import GoogleCalendar
from scheduling.ports import Clock

_FILES = ("GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_OAUTH_TOKEN_FILE")
_NEEDS = (*_FILES, "GOOGLE_ORGANISER", "GOOGLE_CALENDAR_API_URL")
_GOOD = {
    "token": "Google gives us one",
    "events": "the organiser's calendar can be read",
    "insert": "events may be made there",
    "free_busy": "works",
}
_NAMES = {
    "token": "google token",
    "events": "google calendar",
    "insert": "google booking",
    "free_busy": "google free/busy",
}


def look_at_google(given: Given, clock: Clock, closing: ExitStack) -> Generator[Finding, None, GoogleCalendar | None]:
    """Returns the calendar where free/busy can be asked for."""
    first = next((key for key in _NEEDS if not given.sound(key)), None)
    if first is not None:
        yield skipped("google", first)
        return None
    calendar = GoogleCalendar.from_settings(
        organiser=given.values["GOOGLE_ORGANISER"],
        clock=clock,
        service_account_file=file_of(given.values["GOOGLE_SERVICE_ACCOUNT_FILE"]),
        oauth_token_file=file_of(given.values["GOOGLE_OAUTH_TOKEN_FILE"]),
        api_url=given.values["GOOGLE_CALENDAR_API_URL"] or None,
        timeout=CALL_SECONDS,
    )
    closing.callback(calendar.close)
    usable = False
    for step in calendar.probe().steps:
        if step.ok:
            yield well(_NAMES[step.name], _GOOD[step.name])
        else:
            yield wrong(_NAMES[step.name], f"does not work: {step.reason}", step.hint)
        usable = usable or (step.ok and step.name == "free_busy")
    return calendar if usable else None
