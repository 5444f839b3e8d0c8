"""Votes in polls, and what the bot gets to know of them; pure."""

from bot.sandbox.errors import BadRequestError
from bot.sandbox.news import PollAnswered, PollChanged
from bot.sandbox.records import Content, Message, PollContent, User


def with_vote(content: Content, voter: User, choice: tuple[int, ...]) -> PollContent:
    """Return a poll in which someone chose these options, by their places, and no others."""
    if not isinstance(content, PollContent):
        raise BadRequestError("message with poll not found")
    if not set(choice) <= set(range(len(content.options))):
        raise BadRequestError("there is no such option")
    if len(choice) > 1 and not content.allows_multiple_answers:
        raise BadRequestError("the poll takes one answer")
    others = {user_id: votes for user_id, votes in content.votes.items() if user_id != voter.id}
    votes = {**others, voter.id: choice} if choice else others
    return PollContent(
        question=content.question,
        options=content.options,
        is_anonymous=content.is_anonymous,
        allows_multiple_answers=content.allows_multiple_answers,
        votes=votes,
    )


def news_of_vote(
    poll: Message, voter: User, choice: tuple[int, ...], *, bot: User
) -> tuple[PollAnswered | PollChanged, ...]:
    """Return what the bot is told of a vote: of its own polls alone, and of open ones who voted."""
    if poll.sender != bot or poll.origin or not isinstance(poll.content, PollContent):
        return ()
    figures = PollChanged(poll=poll)
    if poll.content.is_anonymous:
        return (figures,)
    return (PollAnswered(poll=poll, user=voter, options=choice), figures)
