"""Running it for years: looking after it, measuring it, and keeping copies of what it knows."""
