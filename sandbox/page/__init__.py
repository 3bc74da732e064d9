"""The sandbox in a browser: a Slack client, calendars and a clock on one page, for the unchanged bot."""
