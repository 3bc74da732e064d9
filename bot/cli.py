"""The `hirebot` command. A person's mistake gets a sentence and exit code 1, never a traceback."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot import log
from bot.clock import SystemClock
from bot.config import BadSettings, Given, Settings, load_settings, read_settings
from bot.container import App, build
from bot.doctor import Finding, State, examine
from bot.run import CannotStart, hold_to_key, prepare_store, run
from handlers.manifest import render_manifest
from scheduling.use_cases.load_team import TeamProblems, load_team

ACTOR = "command line"
_HELP = {"help_option_names": ["-h", "--help"]}
_COLOURS = {State.OK: "green", State.WRONG: "red", State.NOTE: "yellow", State.SKIPPED: "bright_black"}


@click.group(context_settings=_HELP)
def main() -> None:
    """Hirebot runs an interview loop from Slack.

    Settings come from the environment or from a file .env in the current directory; see .env.example.
    """


@main.command("run", short_help="Start the bot.")
def run_command() -> None:
    """Start the bot, and keep it running until it is told to stop.

    Brings the database to this version first. SIGTERM and Ctrl-C end it within ten seconds; nothing is lost.
    """
    settings = _settings()
    log.configure()
    try:
        code = run(settings)
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None
    sys.exit(code)


@main.command(short_help="Bring the database to this version.")
def migrate() -> None:
    """Bring the database to this version. Running it again changes nothing."""
    settings = _settings()
    log.configure(quiet=True)
    try:
        steps = prepare_store(settings)
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"Upgraded to {steps[-1]}." if steps else "Nothing to do: the database is at this version.")


@main.command(short_help="Say what is missing; check every promise.")
@click.option("--public-url", help="In mode http: also ask there, as Slack would.")
def doctor(public_url: str | None) -> None:
    """Look at settings, database, Slack, Google, the team, and whether every promise holds.

    Tells everything that is missing or does not work, in the order in which it is set up, and what to do about it. Changes
    nothing. Exit code 1 where something is wrong.
    """
    log.configure(quiet=True)
    bad = 0
    for finding in examine(_given(), SystemClock(), public_url=public_url):
        bad += finding.state is State.WRONG
        _show(finding)
    if bad:
        click.echo(f"\n{bad} to put right. Begin with the first: others may follow from it.")
        sys.exit(1)
    click.echo("\nNothing to put right.")


@main.group(context_settings=_HELP, short_help="Load people and openings from a file.")
def team() -> None:
    """The people who hire, and what they hire for."""


@team.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def load(file: Path) -> None:
    """Make people and openings what FILE says.

    Everything or nothing: each problem is told with its line, and where there is one, nothing is changed. Loading the
    same file again changes nothing. team.example.yaml shows what can be said.
    """
    settings = _settings()
    log.configure(quiet=True)
    app = _opened(settings)
    try:
        outcome = load_team(app.uow, file.read_bytes(), app.engine.circumstances(), actor=ACTOR)
    finally:
        app.close()
    if isinstance(outcome, TeamProblems):
        for problem in outcome.problems:
            click.echo(f"{file}:{problem.line}: {problem.message}", err=True)
        raise click.ClickException("Nothing was changed.")
    for line in outcome.lines:
        click.echo(line)


@main.command(short_help="Print the manifest of the Slack app.")
@click.option("--mode", type=click.Choice(["socket", "http"]), default="socket", show_default=True)
@click.option("--base-url", "--url", help="For http: the public address of Hirebot, beginning with https://")
def manifest(mode: str, base_url: str | None) -> None:
    """Print the manifest from which Slack makes the app (api.slack.com/apps, Create New App)."""
    if base_url and mode != "http":
        raise click.UsageError("--base-url goes with --mode http; in Socket Mode there is no address.")
    try:
        click.echo(render_manifest("http" if mode == "http" else "socket", base_url), nl=False)
    except ValueError as problem:
        raise click.UsageError(f"{problem} (--base-url).") from None


@main.command("google-login", short_help="Sign in to Google as the organiser.")
@click.argument("client_file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--token-file", type=click.Path(path_type=Path), help="Where the consent is kept.")
@click.option("--no-browser", is_flag=True, help="Only print the address, as over SSH.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where the answer is waited for.")
def google_login(client_file: Path, token_file: Path | None, no_browser: bool, port: int) -> None:
    """Sign in as the organiser, once, and keep the consent in a token file.

    CLIENT_FILE is the JSON of an OAuth client of type Desktop app; docs/google-setup.md leads there. The consent is kept
    in GOOGLE_OAUTH_TOKEN_FILE, readable by you alone, and never shown.
    """
    from bot.google_login import LoginProblem
    from bot.login_words import sign_in  # what they need takes long to load

    log.configure(quiet=True)
    try:
        sign_in(client_file, _given(), SystemClock(), token_file=token_file, port=port, browser=not no_browser)
    except LoginProblem as problem:
        raise click.ClickException(f"{problem}.") from None


@main.command(short_help="See it work: no Slack, no Google needed.")
@click.option("--story", is_flag=True, help="Tell two whole loops in the terminal instead.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Where to begin looking.")
@click.option("--no-open", is_flag=True, help="Only say where the page is.")
def demo(story: bool, port: int, no_open: bool) -> None:
    """A workspace in the browser with an example team, to try everything by hand: no Slack, no Google needed.

    The page is served to this machine only, and everything in it is made up. Ctrl-C ends it and leaves nothing behind.
    With --story, two interview loops from beginning to end, told in the terminal in about a minute.
    """
    if story:
        from sandbox.story import main as tell  # the stand-ins are loaded for the demo only

        sys.exit(tell())
    from sandbox.page.opening import open_page

    log.configure(quiet=True)
    try:
        code = open_page(click.echo, port=port, browser=not no_open)
    except OSError as problem:
        raise click.ClickException(f"The page cannot be served: {problem.strerror or problem}.") from None
    sys.exit(code)


def _given() -> Given:
    try:
        return read_settings()
    except BadSettings as bad:
        raise click.ClickException(str(bad)) from None


def _settings() -> Settings:
    try:
        return load_settings()
    except BadSettings as bad:
        lines = "\n".join(f"  {problem}" for problem in bad.problems)
        raise click.ClickException(
            f"Hirebot cannot start with these settings.\n{lines}\n`python3 start.py doctor` goes through them step by step."
        ) from None


def _opened(settings: Settings) -> App:
    """An app on a database that is at this version and belongs to this key."""
    try:
        prepare_store(settings)
        app = build(settings)
        hold_to_key(app)
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None
    return app


def _show(finding: Finding) -> None:
    mark = click.style(f"{finding.state:<4}", fg=_COLOURS[finding.state])
    click.echo(f"{mark}  {finding.name}: {finding.words}")
    if finding.todo:
        click.echo(f"      -> {finding.todo}")
