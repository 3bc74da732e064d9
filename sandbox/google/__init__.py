"""A strict stand-in for Google Calendar: the HTTP of API v3, its token endpoint, and the people behind the calendars.

It refuses what Google refuses (platform facts and the discovery document are the measure), and can be told to fail.
"""
