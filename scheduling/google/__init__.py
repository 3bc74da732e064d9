"""Google Calendar behind the `Calendar` port: the only place that knows Google's client, credentials and bodies."""
