"""What a selection finds, to be taken home: in its order, as many as one may take at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from articles.models import Article
from articles.serialize import article_record, article_summary, undisturbed

if TYPE_CHECKING:
    from .selection import Selection

# Of strangers, and of those who have an account: the archive knows whom to ask for moderation.
MOST = 10_000
MOST_WITH_ACCOUNT = 100_000
CHUNK = 100


@dataclass(frozen=True)
class Taken:
    """The first articles of a selection. Which they are is settled before the first is read.

    Their rows are read a chunk at a time, without a transaction around all of them. What is hidden
    meanwhile is passed over.
    """

    selection: Selection
    most: int = MOST

    @property
    def total(self) -> int:
        return self.selection.total

    @property
    def is_cut(self) -> bool:
        return self.total > self.most

    @property
    def name(self) -> str:
        """Of a file: it says which part there is of many."""
        part = f"-first-{self.most}" if self.is_cut else ""
        return f"{self.selection.view or 'articles'}{part}"

    def articles(self) -> Iterator[Article]:
        return chain.from_iterable(map(self._rows, self._chunks))

    def records(self, *, is_whole: bool) -> Iterator[dict[str, Any]]:
        read = self._whole if is_whole else self._summaries
        return chain.from_iterable(map(read, self._chunks))

    @cached_property
    def _chunks(self) -> list[Sequence[int]]:
        keys = self.selection.keys(0, self.most)
        return [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]

    def _rows(self, keys: Sequence[int]) -> list[Article]:
        return Article.objects.public().for_list().these(keys)

    def _summaries(self, keys: Sequence[int]) -> list[dict[str, Any]]:
        return [article_summary(article) for article in self._rows(keys)]

    def _whole(self, keys: Sequence[int]) -> list[dict[str, Any]]:
        articles = Article.objects.public().for_record()
        return undisturbed(lambda: [article_record(article) for article in articles.these(keys)])
