"""The steps that bring an existing database to the schema of `models.tables`, oldest first."""
