"""Many passages as numbers of terms, and questions about them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Terms = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Passages:
    """Passage i is `terms[starts[i]:starts[i + 1]]`."""

    terms: Terms
    starts: NDArray[np.int64]
    names: Sequence[str]
    """Of the terms, by number."""

    def save(self, folder: Path) -> None:
        """Write them into `folder`, for `load`."""
        np.save(folder / "terms.npy", self.terms)
        np.save(folder / "starts.npy", self.starts)
        (folder / "names.json").write_text(json.dumps(self.names), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Passages":
        """Return what was saved in `folder`."""
        return cls(
            terms=np.load(folder / "terms.npy"),
            starts=np.load(folder / "starts.npy"),
            names=json.loads((folder / "names.json").read_text(encoding="utf-8")),
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> list[str]:
        here = slice(self.starts[number], self.starts[number + 1])
        return [self.names[term] for term in self.terms[here].tolist()]

    def __iter__(self) -> Iterator[list[str]]:
        return map(self.__getitem__, range(len(self)))


def questions(those: Passages, count: int, seed: int = 6) -> list[list[str]]:
    """Make up questions: three quarters of a passage that they are about, one of any other terms.

    They are as long as questions on regulations and medicine are: 13 different syllables, half
    of them 10 to 17, one in twenty fewer than 7 or more than 24.
    """
    chance = np.random.default_rng(seed)
    asked = []
    for about in chance.integers(len(those), size=count).tolist():
        passage = those[about]
        length = int(np.clip(chance.lognormal(np.log(13), 0.4), 3, 40))
        most = min(len(passage), length - length // 4)
        picked = [passage[n] for n in chance.choice(len(passage), most, replace=False)]
        others = chance.integers(len(those.terms), size=length // 4)
        carrying = [those.names[term] for term in those.terms[others].tolist()]
        asked.append(list(dict.fromkeys([*picked, *carrying])))
    return asked
