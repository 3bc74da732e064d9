"""A team file without a fault, for tests that put one in."""

GOOD = """\
company:
  zone: Europe/Berlin
  work: "09:00-17:00"
  core: "10:00-16:00"
  max_per_day: 2
  max_per_week: 5
  holidays:
    2026-12-25: Christmas Day
    2027-01-01: New Year's Day
people:
  ada@example.com:
    name: Ada Lovelace
    zone: Europe/London
    work: {mon-thu: "09:00-12:00, 13:00-17:30", fri: "09:00-12:00"}
    core: {mon: "10:00-12:00"}
    max_per_day: 1
    max_per_week: 3
    days_off: [2026-08-03 to 2026-08-14, 2026-09-01]
    pools: [recruiter, engineer, lead]
    standings: [admin, compensation]
  bob@example.com:
    name: Bob Bell
    pools: [engineer, pair]
  cyd@example.com:
    name: Cyd Chen
    pools: [pm, pair]
  dan@example.com:
    name: Dan Diaz
    pools: [lead]
  eve@example.com:
    name: Eve Ek
    pools: [peer]
  fay@example.com:
    name: Fay Fox
    pools: [recruiter, peer]
  gus@example.com:
    name: Gus Gray
    pools: [retired]
    active: false
openings:
  search-ai:
    title: "Senior AI Engineer: search"
    hiring_manager: ada@example.com
    coordinator: bob@example.com
    compensation_region: uk
    holds: false
    slack_bdays: 2
    notice_hours: 48
    rounds:
      - kind: screen
        minutes: 30
        seats: [recruiter]
      - kind: hands_on
        name: Pairing
        minutes: 150
        seats: [pair]
        gap_bdays: 2
        focus: How they think.
"""


def with_change(old: str, new: str) -> tuple[str, int]:
    """The file with `old`, which stands in it once, replaced; and the line on which that begins."""
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times in the file"
    return GOOD.replace(old, new), GOOD[: GOOD.index(old)].count("\n") + 1
