"""The sample school: invented people with a history, so that every screen has something to show."""
