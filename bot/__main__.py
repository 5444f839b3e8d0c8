"""`python -m bot` is `danvan`."""

from bot.cli import main

main()
