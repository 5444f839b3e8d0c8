"""Announcements on their way: at which pace they go, and what becomes of each try."""
