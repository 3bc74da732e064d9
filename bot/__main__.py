"""`python -m bot` is the `hirebot` command."""

from bot.cli import main

main(prog_name="hirebot")
