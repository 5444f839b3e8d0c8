"""What was found -> what is shown: pure functions, in the words of `bot.texts`.

Whatever is said of a matter stands inside a quote, word for word; the rest names sources.
"""
