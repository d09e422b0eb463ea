"""What is proposed of a pasted article, as a form: an editor decides, and saves it as a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from articles.models import Action, Article, Source, recording
from articles.pasting import DateHere, Pasted
from articles.text import NAME_MAX, TEXT_MAX, fold, text_checksum
from articles.when import in_words

from .recorded import RecordedForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User

UNKNOWN = "und"
NEITHER = "none"
LATEST = 50  # articles of a source by which its language is known
FIELDSETS = [
    (None, ["headline", "source", "new_source", "byline", "dateline", "section"]),
    ("Date", ["printed_on", "published_on", "date_precision"]),
    ("Text", ["language", "text"]),
    ("Origin", ["url", "rights"]),
]


class ProposalForm(RecordedForm):
    """A new article, filled in from what was pasted, with what an editor has to decide."""

    new_source = forms.CharField(
        required=False,
        max_length=NAME_MAX,
        label="Or a new source",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="The name of a publication that the archive does not have yet.",
    )
    printed_on = forms.ChoiceField(
        required=False, label="Which date is it?", widget=forms.RadioSelect
    )
    is_another = forms.BooleanField(
        required=False, label="It is another article: save it all the same"
    )
    pasted = forms.CharField(
        required=False,
        max_length=2 * TEXT_MAX,
        label="As it was pasted",
        widget=forms.Textarea(attrs={"rows": 12, "readonly": True}),
    )

    class Meta:
        model = Article
        fields = [
            *("headline", "source", "byline", "dateline", "section", "published_on"),
            *("date_precision", "language", "text", "url", "rights"),
        ]

    def __init__(self, *args: Any, reading: Pasted, may_add_source: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.alike: list[tuple[Article, str]] = []
        self.fields["source"].required = False  # a new one may be named instead
        if not may_add_source:
            del self.fields["new_source"]
        if len(reading.dates) > 1:
            choices = [(_key(one), _in_words(one)) for one in reading.dates]
            self.fields["printed_on"].choices = [*choices, (NEITHER, "None of these: as below")]
        else:
            del self.fields["printed_on"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._choose_date()
        self._choose_source()
        return cleaned

    def _choose_date(self) -> None:
        chosen = self.cleaned_data.get("printed_on", NEITHER)
        if not chosen:
            self.add_error("printed_on", "Which of these is the day on which it was printed?")
        elif chosen != NEITHER:
            values = zip(("published_on", "date_precision"), chosen.split("/"), strict=True)
            self.cleaned_data |= {name: self.fields[name].clean(value) for name, value in values}

    def _choose_source(self) -> None:
        chosen = self.cleaned_data.get("source")
        name = self.cleaned_data.get("new_source", "")
        if chosen and name:
            self.add_error("new_source", "Choose a source or name a new one, not both.")
        elif not chosen and not name:
            self.add_error("source", "Who published it?")
        elif name:
            self._name_source(name)

    def _name_source(self, name: str) -> None:
        known = Source.objects.filter(folded=fold(name)).first()
        if known:
            self.cleaned_data["source"] = known
        elif not fold(name):
            self.add_error("new_source", "Give a name that can be seen.")
        else:
            self.cleaned_data["source"] = Source(name=name)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        self.alike = list(alike(self.instance))
        if self.alike and not self.cleaned_data.get("is_another"):
            self.add_error("is_another", "The archive may have this article already: see above.")

    def _get_validation_exclusions(self) -> set[str]:
        """A new source has no key before it is saved."""
        return super()._get_validation_exclusions() | {"source"}

    def left_open(self) -> set[str]:
        return super().left_open() | {"source"}

    def save_as_draft(self, user: User) -> Article:
        article = self.instance
        with recording(Action.CREATED, by=user, article=article) as record:
            if article.source.pk is None:
                record.save(article.source)
                article.source = article.source  # so that it knows the key
            article.create(by=user)
        return article


def _key(one: DateHere) -> str:
    return f"{one.date.day}/{one.date.precision}"


def _in_words(one: DateHere) -> str:
    day = one.date.day.isoformat()
    return f"{in_words(day if one.date.precision == 'day' else day[:7])} ({one.where})"


def proposal(reading: Pasted, url: str) -> dict[str, Any]:
    """What the form is filled in with. A date is, when there is only one that it can be."""
    date = reading.dates[0].date if len(reading.dates) == 1 else None
    return {
        "headline": reading.headline,
        "byline": reading.byline,
        "dateline": reading.dateline,
        "source": reading.source.key if reading.source else None,
        "published_on": date.day if date else None,
        "date_precision": date.precision if date else "day",
        "language": _language(reading),
        "text": reading.text,
        "url": url,
    }


def _language(reading: Pasted) -> str:
    """What the text itself says; else what the source's latest articles are written in."""
    if reading.language != UNKNOWN or reading.source is None:
        return reading.language
    latest = Article.objects.filter(source=reading.source.key).order_by("-published_on")[:LATEST]
    tags = Counter(latest.values_list("language", flat=True))
    return next(iter(tags)) if len(tags) == 1 else UNKNOWN


def alike(article: Article) -> Iterable[tuple[Article, str]]:
    """Articles that may be this one, and in what they are."""
    rows = Article.objects.select_related("source").defer("text")
    address = article.url.split("#")[0].rstrip("/").partition("://")[2]
    if address:
        same = [f"{scheme}://{address}{end}" for scheme in ("https", "http") for end in ("", "/")]
        yield from ((row, "has this address") for row in rows.exclude(url="").filter(url__in=same))
    checksum = text_checksum(article.text)
    yield from ((row, "has this very text") for row in rows.filter(sha256=checksum)[:5])
    if article.published_on and article.source_id:
        printed = Q(source=article.source_id, published_on=article.published_on)
        for row in rows.filter(printed, headline__iexact=article.headline).exclude(sha256=checksum):
            yield row, "has this source, date and headline"
