"""One module for each kind of update; each only translates between Telegram and the desk."""
