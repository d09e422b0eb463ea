"""Words given without offsets: their place is found, or asked when they occur more than once."""

from __future__ import annotations

from typing import Any

from django import forms

from articles import anchors
from articles.models import Article
from articles.pages.places import Place, places

from .recorded import RecordedForm


class PlacedForm(RecordedForm):
    """A form that says by words where in an article something stands; `at` is the place found."""

    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="As they stand in the headline or the text.",
    )
    words_before = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="What stands right before them. Only for words that occur more than once.",
    )
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    at: Place | None = None

    def clean_words(self) -> str:
        """With the line ends that are ours: words may go on in the next paragraph."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    def find(self, article: Article) -> None:
        """Find the words that were given, or ask which of them are meant."""
        words, before = self.cleaned_data["words"], self.cleaned_data.get("words_before", "")
        found = places(article, words, before)
        key = self.cleaned_data.get("place")
        chosen = [place for place in found if place.key(article) == key]
        if len(found) == 1 or chosen:
            self.at = (chosen or found)[0]
        elif found:
            self.ask(article, found)
            self.add_error("place", f"These words occur {len(found)} times. Which are meant?")
        elif before and places(article, words):
            self.add_error("words_before", f"“{words}” does not stand right after these words.")
        else:
            self.add_error("words", f"“{words}” does not occur in “{article}”.")

    def ask(self, article: Article, found: list[Place], none: str = "") -> None:
        choices = [("", none)] if none else []
        choices += [(place.key(article), place.in_context(article)) for place in found]
        self.fields["place"].widget = forms.RadioSelect(choices=choices)
        self["place"].label = f"Which of the {len(found)}?"

    @property
    def is_new(self) -> bool:
        return not self.instance.pk

    def settle(self, annotation: Any) -> None:
        """Put an annotation on the words that were found."""
        if self.at is not None:
            words = getattr(annotation.article, self.at.field)
            span = self.at.start, self.at.end
            annotation.field = self.at.field
            annotation.settle(*span, *anchors.describe(words, *span))
