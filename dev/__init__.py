"""What start.py and the people who work on Hirebot run; nothing of it is part of the bot."""
