"""What the doctor finds, line by line on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

import click

from bot.doctor.finding import Finding, State

_COLOURS = {State.OK: "green", State.WRONG: "red", State.NOTE: "yellow", State.SKIPPED: "bright_black"}


def tell(findings: Iterable[Finding]) -> int:
    """Tells each as soon as it is known; returns how many are wrong."""
    bad = 0
    for finding in findings:
        bad += finding.state is State.WRONG
        _show(finding)
    closing = (
        f"{bad} to put right. Begin with the first: others may follow from it." if bad else "Nothing to put right."
    )
    click.echo(f"\n{closing}")
    return bad


def _show(finding: Finding) -> None:
    mark = click.style(f"{finding.state:<4}", fg=_COLOURS[finding.state])
    click.echo(f"{mark}  {finding.name}: {finding.words}")
    if finding.todo:
        click.echo(f"      -> {finding.todo}")
