"""Every mistake somebody may make in a team file gets one sentence, on its line, that says what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.team_file import TeamFile, read_team
from tests.scheduling.team_file.files import GOOD, with_change

NAME = "    name: Ada Lovelace\n"
ZONE = "    zone: Europe/London\n"
WORK = '    work: {mon-thu: "09:00-12:00, 13:00-17:30", fri: "09:00-12:00"}\n'
CORE = '    core: {mon: "10:00-12:00"}\n'
DAYS_OFF = "    days_off: [2026-08-03 to 2026-08-14, 2026-09-01]\n"
POOLS = "    pools: [recruiter, engineer, lead]\n"
MINUTES = "        minutes: 150\n"
SEATS = "        seats: [recruiter]\n"
TITLE = '    title: "Senior AI Engineer: search"\n'
SCREEN = "      - kind: screen\n"

FAULTS = {
    "a key nobody knows, with the nearest one": (NAME, NAME + "    poools: [pm]\n", 1, "did you mean “pools”?"),
    "a key unlike any other": (NAME, NAME + "    favourite: tea\n", 1, "the keys are name, zone,"),
    "an unknown part of the file": ("openings:\n", "opening: x\nopenings:\n", 0, "did you mean “openings”?"),
    "the people left out": ("people:\n", "people:\nfolk:\n", 0, "people is missing"),
    "a key without its value": (NAME, "    name:\n", 0, "ada@example.com: name is missing; write for example"),
    "a name too long": (NAME, f"    name: {'x' * 201}\n", 0, "1 to 200 characters, not 201"),
    "a name that is empty": (NAME, "    name: '  '\n", 0, "1 to 200 characters, not 0"),
    "a name that is a list": (NAME, "    name: [Ada]\n", 0, "name must be one text"),
    "a person that is a text": ("  ada@example.com:\n" + NAME, "  ada@example.com: Ada\n  zz@example.com:\n" + NAME, 0, "“key: value”"),
    "no e-mail address": ("  dan@example.com:\n", "  dan:\n", 0, "“dan” is not one e-mail address"),
    "an address without a dot": ("  dan@example.com:\n", "  dan@example:\n", 0, "is not one e-mail address"),
    "two addresses": ("  dan@example.com:\n", '  "dan@example.com, d@example.com":\n', 0, "is not one e-mail address"),
    "an address with a line break": ("  dan@example.com:\n", '  "dan@example.com\\nbcc@example.com":\n', 0, "not one e-mail"),
    "an address of 255 characters": ("  dan@example.com:\n", f"  {'d' * 243}@example.com:\n", 0, "too long"),
    "an address in other letters": ("  dan@example.com:\n", "  dan@exämple.com:\n", 0, "begins with xn--"),
    "the same key twice": (NAME, NAME + "    name: Ada\n", 1, "“name” stands in line 12 already"),
    "the same person twice": ("  bob@example.com:\n", "  ada@example.com: {name: B}\n  bob@example.com:\n", 0, "in line 11 already"),
    "the same person in other letters": ("  dan@example.com:\n", "  Bob@Example.com:\n", 0, "line 21 already, in other letters"),
    "an abbreviated zone": (ZONE, "    zone: EST\n", 0, "“EST” is not the full name of a time zone; write America/New_York"),
    "a zone by its offset": (ZONE, "    zone: GMT+25\n", 0, "write area and city, like Europe/Berlin"),
    "a zone misspelt": (ZONE, "    zone: Europe/Lodnon\n", 0, "write Europe/London"),
    "a zone by its city": (ZONE, "    zone: new york\n", 0, "write America/New_York"),
    "a zone in small letters": (ZONE, "    zone: europe/london\n", 0, "write Europe/London"),
    "a zone in the company": ("  zone: Europe/Berlin\n", "  zone: CET\n", 0, "company: zone “CET”"),
    "hours without minutes": (WORK, "    work: 9-5\n", 0, "work “9-5” is not a stretch of hours; write “09:00-17:30”"),
    "an hour that does not exist": (WORK, "    work: 09:00-25:00\n", 0, "“25:00” is no time of day"),
    "a minute that does not exist": (WORK, "    work: 09:60-17:00\n", 0, "“09:60” is no time of day"),
    "an end before the start": (WORK, "    work: 17:00-09:00\n", 0, "ends before it starts"),
    "no time at all": (WORK, "    work: 12:00-12:00\n", 0, "ends before it starts"),
    "hours that overlap": (WORK, '    work: "09:00-13:00, 12:00-17:30"\n', 0, "hours that overlap"),
    "a day that does not exist": (WORK, "    work: {mon: 09:00-17:00, someday: 09:00-12:00}\n", 0, "“someday” is no day"),
    "days the wrong way round": (WORK, "    work: {fri-mon: 09:00-17:00, mon: 09:00-17:00}\n", 0, "“fri-mon” is no day"),
    "a day twice": (WORK, "    work: {mon-fri: 09:00-17:00, wed: 09:00-12:00}\n", 0, "twice what holds on wed"),
    "core hours outside of work": (CORE, '    core: {fri: "10:00-12:30"}\n', 0, "core (fri 10:00-12:30) must lie inside"),
    "core hours across a break": (CORE, "    core: {mon: 11:00-14:00}\n", 0, "must lie inside the working hours"),
    "core hours of the company": ('  core: "10:00-16:00"\n', "  core: 08:00-16:00\n", 0, "company: core (mon 08:00-16:00)"),
    "a cap of none": ("    max_per_day: 1\n", "    max_per_day: 0\n", 0, "a whole number from 1 to 12, not “0”"),
    "a negative cap": ("    max_per_week: 3\n", "    max_per_week: -3\n", 0, "a whole number from 1 to 60, not “-3”"),
    "a cap of a half": ("  max_per_day: 2\n", "  max_per_day: 1.5\n", 0, "company: max_per_day must be a whole number"),
    "a cap in words": ("  max_per_week: 5\n", "  max_per_week: few\n", 0, "not “few”"),
    "a day that February lacks": (DAYS_OFF, "    days_off: [2026-02-30]\n", 0, "February 2026 has 28 days"),
    "a thirteenth month": (DAYS_OFF, "    days_off: 2026-13-01\n", 0, "months 01 to 12"),
    "a year out of reach": (DAYS_OFF, "    days_off: 9999-01-01\n", 0, "years are 2000 to 2100"),
    "days off in another notation": (DAYS_OFF, "    days_off: [24.12.2026]\n", 0, "write year-month-day"),
    "days off the wrong way round": (DAYS_OFF, "    days_off: [2026-08-14 to 2026-08-03]\n", 0, "ends before it begins"),
    "days off with parts": (DAYS_OFF, "    days_off: [{from: 2026-08-14}]\n", 0, "must be dates like"),
    "a holiday that does not exist": ("    2026-12-25: Chr", "    2026-11-31: Chr", 0, "November 2026 has 30 days"),
    "a holiday twice": ("    2027-01-01: New", "    2026-12-25: New", 0, "“2026-12-25” stands in line 8 already"),
    "holidays as a list": ("  holidays:\n", "  holidays: [2026-12-25]\n  xmas:\n", 0, "“2026-12-25: Christmas Day”"),
    "a pool that is no word": (POOLS, "    pools: [recruiter, engineer, lead, Back end]\n", 0, "pool “Back end” must be one word"),
    "pools that are no list": ("    pools: [pm, pair]\n", "    pools: pm\n", 0, "pools must be a list, for example [engineer, pair]"),
    "a standing nobody can have": ("[admin, compensation]", "[admn]", 0, "did you mean “admin”?"),
    "neither true nor false": ("    active: false\n", "    active: maybe\n", 0, "active must be true or false"),
    "an opening's key in capitals": ("  search-ai:\n", "  Search AI:\n", 0, "must be a short name"),
    "an opening without a title": (TITLE, "", -1, "search-ai: title is missing"),
    "a hiring manager nobody knows": ("    hiring_manager: ada@", "    hiring_manager: adda@", 0, "did you mean “ada@example.com”?"),
    "a hiring manager who left": ("    hiring_manager: ada@", "    hiring_manager: gus@", 0, "is not active"),
    "a coordinator nobody knows": ("    coordinator: bob@", "    coordinator: zz@other.", 0, "add the person to the file"),
    "a region nobody knows": ("    compensation_region: uk\n", "    compensation_region: indya\n", 0, "did you mean “india”?"),
    "slack below nothing": ("    slack_bdays: 2\n", "    slack_bdays: -1\n", 0, "from 0 to 10"),
    "no rounds at all": ("    rounds:\n", "    rounds: []\n    x:\n", 0, "leave it out for the usual four"),
    "a kind nobody knows": (SCREEN, "      - kind: sceen\n", 0, "kind “sceen” is not known; did you mean “screen”?"),
    "a round without a kind": (SCREEN, "      - name: Talk\n", 0, "round 1: kind is missing"),
    "a round of no minutes": ("        minutes: 30\n", "        minutes: 0\n", 0, "from 15 to 480, not “0”"),
    "a round of negative length": ("        minutes: 30\n", "        minutes: -30\n", 0, "not “-30”"),
    "a round of more than a day": ("        minutes: 30\n", "        minutes: 1441\n", 0, "not “1441”"),
    "a round that is not a number": ("        minutes: 30\n", "        minutes: NaN\n", 0, "not “NaN”"),
    "a YAML number that is none": ("        minutes: 30\n", "        minutes: .nan\n", 0, "not “.nan”"),
    "a hands-on round too short": (MINUTES, "        minutes: 119\n", 0, "from 120 to 180, not “119”"),
    "a hands-on round too long": (MINUTES, "        minutes: 181\n", 0, "from 120 to 180, not “181”"),
    "a focus too long": ("        focus: How they think.\n", f"        focus: {'x' * 3001}\n", 0, "not 3,001"),
    "a seat in a pool nobody knows": (SEATS, "        seats: [recruter]\n", 0, "did you mean “recruiter”?"),
    "a seat in an empty pool": (SEATS, "        seats: [retired]\n", 0, "nobody in the pool “retired” is active"),
    "a round without seats": (SEATS, "        seats: []\n", 0, "seats must name 1 to 6 pools"),
    "more seats than people": (SEATS, "        seats: [pm, pm]\n", 0, "2 seats from pm need 2 different people, but only 1 can take them (cyd@example.com)"),
    "three seats for two": (SEATS, "        seats: [engineer, lead, lead, engineer]\n", 0, "need 4 different people"),
    "a tab": (NAME, "\tname: Ada\n", 0, "a tab stands here"),
    "a list never closed": (POOLS, "    pools: [recruiter\n", 1, "not YAML"),
    "a colon in a title": (TITLE, "    title: Senior: search\n", 0, "put texts with a colon into quotes"),
    "a line indented wrongly": (NAME, " " + NAME, 1, "indented differently"),
    "a colon left out": (NAME, "    name\n", 1, "colon"),
    "an anchor": (POOLS, "    pools: &all [recruiter, engineer, lead]\n", 0, "anchors (&) and aliases (*)"),
    "an alias": (POOLS, "    pools: *all\n", 0, "anchors (&) and aliases (*)"),
    "a tag": (NAME, "    name: !!python/name:os.system Ada\n", 0, "is not understood; leave it out"),
    "a second document": ("openings:\n", "openings: {}\n---\nmore:\n", 1, "a second document begins here"),
    "a character nobody sees": (NAME, '    name: "Ada\\0"\n', 0, "invisible characters"),
    "half a character": (NAME, '    name: "Ada\\ud800"\n', 0, "invisible characters"),
    "a raw control character": (NAME, "    name: Ada\x07\n", 0, "“\\x07” must not stand in the file"),
    "nested without end": (NAME, f"    name: {'[' * 2000}\n", 0, "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "below", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_line_and_what_to_do(old: str, new: str, below: int, said: str) -> None:
    text, line = with_change(old, new)
    found = read_team(text)
    assert isinstance(found, tuple)
    assert [problem.message for problem in found if problem.line == line + below and said in problem.message] != [], (
        found
    )


def test_the_file_without_a_fault_is_read() -> None:
    assert isinstance(read_team(GOOD), TeamFile)


def test_every_problem_is_told_at_once_in_the_order_of_lines() -> None:
    text = GOOD.replace(ZONE, "    zone: EST\n").replace(MINUTES, "        minutes: 0\n").replace("12-25:", "12-32:")
    text = text.replace("coordinator: bob@", "coordinator: zz@")
    found = read_team(text)
    assert isinstance(found, tuple)
    assert len(found) == 4
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


@pytest.mark.parametrize("empty", ["", "\n\n", "# nothing but this\n", "---\n", "null\n"])
def test_an_empty_file_says_that_it_is_empty_or_what_is_missing(empty: str) -> None:
    found = read_team(empty)
    assert isinstance(found, tuple)
    assert "empty" in found[0].message or "is missing" in found[0].message


def test_a_byte_order_mark_and_other_line_ends_are_no_problem() -> None:
    assert read_team(("\ufeff" + GOOD.replace("\n", "\r\n")).encode()) == read_team(GOOD)
    assert read_team("\ufeff" + GOOD) == read_team(GOOD)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_named_on_the_line_where_it_shows(encoding: str) -> None:
    found = read_team(GOOD.replace("Bob Bell", "Bob Bäll").encode(encoding))
    assert isinstance(found, tuple)
    assert found[0].line == (22 if encoding == "latin-1" else 1)
    assert "UTF-8" in found[0].message


def test_a_file_too_large_is_not_read_at_all() -> None:
    found = read_team(GOOD + "#" * 500_000)
    assert isinstance(found, tuple)
    assert "at most 500,000 are read" in found[0].message


def test_too_few_people_for_a_whole_loop_is_told_although_each_round_could_be_filled() -> None:
    text, _ = with_change("    pools: [pm, pair]\n", "    pools: [pm]\n")  # now bob is engineer and pair in one
    text = text.replace("[recruiter, engineer, lead]", "[recruiter, lead]").replace("[recruiter]\n", "[engineer]\n")
    found = read_team(text)
    assert isinstance(found, tuple)
    (problem,) = found
    assert "nobody sits in two rounds of one candidate" in problem.message
    assert "2 seats from engineer and pair need 2 different people, but only 1" in problem.message


def test_what_is_quoted_from_the_file_can_neither_fill_nor_steer_a_terminal() -> None:
    text, _ = with_change(ZONE, f'    zone: "\\e[2J{"x" * 300}"\n')
    found = read_team(text)
    assert isinstance(found, tuple)
    assert all(problem.message.isprintable() and len(problem.message) < 250 for problem in found)


lines = st.lists(st.sampled_from(GOOD.splitlines()), max_size=30).map("\n".join)
noise = st.text(st.sampled_from("abc:-[]{}#&*!|>'\"%@`, \n\t\x00é\ud800"), max_size=60)


@given(text=st.one_of(lines, noise, st.text(max_size=80)))
def test_whatever_the_file_holds_it_is_read_or_its_problems_are_told(text: str) -> None:
    found = read_team(text)
    if isinstance(found, tuple):
        assert found
        assert all(1 <= problem.line <= text.count("\n") + 2 for problem in found)
        assert all(problem.message.isprintable() for problem in found)


@given(data=st.binary(max_size=80))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    assert read_team(data)
