"""Where a page's article stands among its blocks: headline, date line, text, end, contact block.

Portals differ, so nothing here knows a portal. What decides is the structure: an article is the
bulk of a page's prose (lines that end as sentences do); its headline stands beside the line with
the date or before the prose; a by-line, "./." or a portal's tools after most of the prose end it.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile

from corpus.lines import Role, is_item, is_name, role_of, syllables
from corpus.portals import is_office, is_office_holder, label, may_be_headline

BULK_BEFORE_MARK, BULK_BEFORE_HINT = 1, 3
"""How many times the prose before an article's end outweighs what follows it, where a sure mark
("Tin liên quan", a by-line) stands there, and where only a hint (a name, "Chia sẻ") does."""

HEADLINE_SYLLABLES = 5
"""A shorter line is a section's name or a menu's item."""

LIKELY_HEADLINE_SYLLABLES = 8
"""The first line of this size is the headline, where no date line says which one is."""

MENU_LINES = 3
"""So many short lines at the end of a page are a menu."""

MENU_SYLLABLES = 4
"""The longest line of such a menu."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The places of an article's parts, as indices of a page's blocks."""

    roles: tuple[Role, ...]
    """One for each block."""
    title: int | None
    body: range
    """From behind the headline to the end; chrome and captions may stand in it."""
    dates: tuple[int, ...]
    """Blocks that state the day of publication: before the prose, or at the end."""
    names: tuple[int, ...]
    """Blocks that hold nothing but the author's name: under the headline, or at the end."""
    signature: range
    """The signer's name and, in the next block, office, right after the body; may be empty."""
    contact: range
    """The office's contact block; may be empty."""


def layout_of(blocks: tuple[str, ...]) -> Layout:
    """Find the article's parts among the `blocks` of a page."""
    page = _Page(blocks)
    contact = page.contact()
    end = page.end(contact)
    title = page.title(end)
    if title is not None and not page.has_words(range(title + 1, end)):
        title = None
    body = range(0 if title is None else title + 1, end)
    return Layout(
        roles=page.roles,
        title=title,
        body=body,
        dates=tuple(page.around(range(end), page.is_date)),
        names=tuple(page.around(body if title is not None else range(end, end), page.is_name)),
        signature=page.signature(end),
        contact=contact,
    )


class _Page:
    """The blocks of a page with what each is by itself."""

    def __init__(self, blocks: tuple[str, ...]) -> None:
        self.blocks = blocks
        self.roles = tuple(map(role_of, blocks))
        self._repeats = Counter(
            label(block)
            for block, role in zip(blocks, self.roles, strict=True)
            if role is Role.LINE
        )
        prose = (
            syllables(block) if role is Role.PROSE else 0
            for block, role in zip(blocks, self.roles, strict=True)
        )
        self._prose_before = [0, *accumulate(prose)]
        self._worded = [i for i, r in enumerate(self.roles) if r in (Role.LINE, Role.PROSE)]

    def contact(self) -> range:
        """Find the last run of contact lines that follows the bulk of the prose."""
        stop = len(self.blocks)
        while stop and self.roles[stop - 1] is not Role.CONTACT:
            stop -= 1
        start = stop
        while start and self.roles[start - 1] is Role.CONTACT:
            start -= 1
        if start and self.roles[start - 1] is Role.LINE and is_office(self.blocks[start - 1]):
            start -= 1
        is_block = stop - start > 1 and self._outweighs(start, BULK_BEFORE_MARK)
        return range(start, stop) if is_block else range(0)

    def end(self, contact: range) -> int:
        """Find the first place after the bulk of the prose at which the article ends."""
        for index in range(len(self.blocks)):
            if index in contact or self._is_marked(index):
                bulk = BULK_BEFORE_MARK
            elif self._is_hinted(index):
                bulk = BULK_BEFORE_HINT
            else:
                continue
            if self._outweighs(index, bulk):
                return self._before_signature(index)
        return self._before_menu()

    def _before_signature(self, end: int) -> int:
        """Step back from `end` over the author's name, and the office below it."""
        for start in (end - 1, end - 2):
            is_signed = start + 1 == end or self.signature(start).stop == end
            if start > 0 and self.roles[start - 1] is Role.PROSE and self.is_name(start):
                return start if is_signed else end
        return end

    def title(self, end: int) -> int | None:
        """Find the headline: beside a date line before the first prose, else the likeliest line."""
        prose = (index for index in range(end) if self.roles[index] is Role.PROSE)
        lead = next(prose, end)
        dates = (index for index in range(lead) if self.roles[index] is Role.DATE)
        beside = [*self._headlines((near for day in dates for near in self._beside(day)), lead)]
        if beside:
            return min(beside, key=lambda index: self._repeats[label(self.blocks[index])])
        lines = [*self._headlines(range(lead), lead)]
        likely = (i for i in lines if syllables(self.blocks[i]) >= LIKELY_HEADLINE_SYLLABLES)
        return next(likely, next(iter(lines), None))

    def _beside(self, day: int) -> Iterator[int]:
        """Yield what stands before and after a date line, a portal's tools skipped."""
        at = bisect(self._worded, day)
        yield from self._worded[max(0, at - 1) : at + 1]

    def has_words(self, part: range) -> bool:
        """Tell whether anything stands in `part` that an article can be made of."""
        return any(self.roles[i] in (Role.PROSE, Role.LINE, Role.CONTACT) for i in part)

    def around(self, part: range, is_wanted: Callable[[int], bool]) -> Iterator[int]:
        """Yield the wanted blocks of `part` before its prose, and the one at its end."""
        head = takewhile(lambda index: self.roles[index] is not Role.PROSE, part)
        yield from filter(is_wanted, head)
        if part.stop < len(self.blocks) and is_wanted(part.stop):
            yield part.stop

    def is_name(self, index: int) -> bool:
        """Tell whether the block is nothing but a name."""
        return self.roles[index] is Role.LINE and is_name(self.blocks[index])

    def is_date(self, index: int) -> bool:
        """Tell whether the block is a line that states a day of publication."""
        return self.roles[index] is Role.DATE

    def signature(self, end: int) -> range:
        """Find the signer's name at `end` where a line that states an office follows it."""
        office = end + 1
        is_signed = (
            office < len(self.blocks)
            and self.is_name(end)
            and self.roles[office] is Role.LINE
            and is_office_holder(self.blocks[office])
        )
        return range(end, office + 1) if is_signed else range(0)

    def _is_marked(self, index: int) -> bool:
        if index and self.blocks[index - 1].endswith("./."):
            return True
        return self.roles[index] in (Role.OTHER_PAGES, Role.BY_LINE)

    def _is_hinted(self, index: int) -> bool:
        """Tell whether a tool, a name or date after the prose, or a headline twice is here."""
        if self.roles[index] is Role.END:
            return True
        is_last = index + 1 == len(self.blocks)
        if self.is_name(index) or self.is_date(index):
            follows_prose = index > 0 and self.roles[index - 1] is Role.PROSE
            return follows_prose and (is_last or self.roles[index + 1] is not Role.PROSE)
        if is_last or self.roles[index] is not Role.LINE:
            return False
        return label(self.blocks[index]) == label(self.blocks[index + 1])

    def _outweighs(self, index: int, bulk: int) -> bool:
        before = self._prose_before[index]
        return 0 < before >= bulk * (self._prose_before[-1] - before)

    def _before_menu(self) -> int:
        """Return where a menu at the page's end starts; a list after a colon is none."""
        start = len(self.blocks)
        while start and self._may_be_of_menu(start - 1):
            start -= 1
        is_menu = len(self.blocks) - start >= MENU_LINES and start > 0
        return start if is_menu and not self.blocks[start - 1].endswith(":") else len(self.blocks)

    def _may_be_of_menu(self, index: int) -> bool:
        block = self.blocks[index]
        return (
            self.roles[index] in (Role.LINE, Role.CHROME)
            and syllables(block) <= MENU_SYLLABLES
            and not any(map(str.isdigit, block))
            and not is_item(block)
        )

    def _headlines(self, indices: Iterable[int], lead: int) -> Iterator[int]:
        """Yield those of `indices`, before the lead, whose blocks can be a headline."""
        for index in indices:
            if (
                0 <= index < lead
                and self.roles[index] is Role.LINE
                and syllables(self.blocks[index]) >= HEADLINE_SYLLABLES
                and may_be_headline(self.blocks[index])
                and not is_item(self.blocks[index])
            ):
                yield index
