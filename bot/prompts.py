"""Messages of the bot that wait for a reply, told by their own words.

Nothing of them is kept: a message is a prompt where the bot would word it so, in any language.
So a reply is understood after a restart, too.
"""

import re
from dataclasses import dataclass

from bot.texts import DEFAULT_TEXTS, TEXTS_BY_LANGUAGE, Texts

_USER_ID = re.compile(r"(?<!\S)[1-9][0-9]{0,15}(?!\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceWanted:
    """Asks a chat for a place to hear of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficerPlaceWanted:
    """Asks for a place that someone shall announce to."""

    user_id: int


Prompt = PlaceWanted | OfficerPlaceWanted


def words_of(prompt: Prompt, texts: Texts) -> str:
    """Return the words of a prompt."""
    match prompt:
        case PlaceWanted():
            return texts.place_prompt()
        case OfficerPlaceWanted(user_id=user_id):
            return texts.officer_place_prompt(user_id)


def prompt_of(words: str) -> Prompt | None:
    """Return the prompt that a message of the bot is; None where it is none.

    >>> prompt_of(DEFAULT_TEXTS.officer_place_prompt(1005))
    OfficerPlaceWanted(user_id=1005)
    """
    prompts: list[Prompt] = [PlaceWanted()]
    prompts += (OfficerPlaceWanted(user_id=int(found)) for found in _USER_ID.findall(words))
    languages = (DEFAULT_TEXTS, *TEXTS_BY_LANGUAGE.values())
    worded = (one for one in prompts if any(words_of(one, texts) == words for texts in languages))
    return next(worded, None)
