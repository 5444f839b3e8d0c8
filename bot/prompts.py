"""Messages of the bot that wait for a reply, told by their own words.

Nothing of them is kept: a message is a prompt where the bot would word it so, in any language.
So a reply is understood after a restart, too.
"""

import re
from dataclasses import dataclass

from bot.callbacks.composing import Wanted
from bot.texts import DEFAULT_TEXTS, TEXTS_BY_LANGUAGE, Texts

_NUMBER = re.compile(r"(?<!\S)[1-9][0-9]{0,15}(?!\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceWanted:
    """Asks a chat for a place to hear of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficerPlaceWanted:
    """Asks for a place that someone shall announce to."""

    user_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnouncementWanted:
    """Asks an officer for something of an announcement."""

    announcement_id: int
    wanted: Wanted


Prompt = PlaceWanted | OfficerPlaceWanted | AnnouncementWanted


def words_of(prompt: Prompt, texts: Texts) -> str:
    """Return the words of a prompt."""
    match prompt:
        case PlaceWanted():
            return texts.place_prompt()
        case OfficerPlaceWanted(user_id=user_id):
            return texts.officer_place_prompt(user_id)
        case AnnouncementWanted(announcement_id=announcement_id, wanted=wanted):
            return texts.wanted(wanted, announcement_id)


def prompt_of(words: str) -> Prompt | None:
    """Return the prompt that a message of the bot is; None where it is none.

    >>> prompt_of(DEFAULT_TEXTS.officer_place_prompt(1005))
    OfficerPlaceWanted(user_id=1005)
    """
    prompts: list[Prompt] = [PlaceWanted()]
    for number in map(int, _NUMBER.findall(words)):
        prompts.append(OfficerPlaceWanted(user_id=number))
        prompts += (AnnouncementWanted(announcement_id=number, wanted=one) for one in Wanted)
    languages = (DEFAULT_TEXTS, *TEXTS_BY_LANGUAGE.values())
    worded = (one for one in prompts if any(words_of(one, texts) == words for texts in languages))
    return next(worded, None)
