"""Passages of articles that are nothing but some words each; see `KeyedPassages`."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from retrieval.analysis import Analysis, analyse

WORDS = ["dân vận khéo", "mô hình", "tổ tự quản", "cải cách hành chính", "vận động nhân dân"]
KEYS = [bytes([number]) * 16 for number in range(6)]


class Texts:
    """The passages that each article has, by its key; remembers whose are looked at."""

    def __init__(self, texts: Mapping[bytes, Sequence[str]]) -> None:
        self._texts = texts
        self.looked_at: list[bytes] = []

    @property
    def keys(self) -> Sequence[bytes]:
        return list(self._texts)

    @property
    def sizes(self) -> Sequence[int]:
        return [len(those) for those in self._texts.values()]

    def __len__(self) -> int:
        return sum(self.sizes)

    def __iter__(self) -> Iterator[Analysis]:
        for key, those in self._texts.items():
            self.looked_at.append(key)
            yield from map(analyse, those)

    def only(self, keys: Collection[bytes]) -> "Texts":
        some = Texts({key: those for key, those in self._texts.items() if key in keys})
        some.looked_at = self.looked_at
        return some


class Breaking(Texts):
    """Passages that can't be read to their end."""

    def __iter__(self) -> Iterator[Analysis]:
        yield from super().__iter__()
        raise MemoryError

    def only(self, keys: Collection[bytes]) -> "Breaking":
        return Breaking({key: those for key, those in self._texts.items() if key in keys})


def texts(*numbers: int) -> Texts:
    """Return the articles of these numbers: each has one passage more than its number."""
    return Texts({KEYS[number]: WORDS[: number + 1] for number in numbers})
