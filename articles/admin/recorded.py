"""What all admins of written rows share: one change a save, conflicts told, nothing deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from articles.doors import kept
from articles.models import Action, Change, Conflict, Record, recording
from articles.models.record import normalize

from .choosing import SturdySelect
from .conflict import NOTHING_SAVED, Meeting, reconcile
from .opened import Opened
from .renaming import save_renamed
from .typed import not_saved
from .undo_link import undo_link

if TYPE_CHECKING:
    from django.contrib.auth.models import User


KEPT_FOR_YOU = (
    "Your session had ended when you sent this, so nothing was saved. What you typed stands below: "
    "send it once more."
)


def name_halves(widget: forms.SplitDateTimeWidget, label: str) -> None:
    """Django labels the two fields of a moment together, which names neither."""
    for half, what in zip(widget.widgets, ("date", "time"), strict=True):
        half.attrs["aria-label"] = f"{label}: {what}"


class RecordedForm(forms.ModelForm):
    """A form that remembers which state of its row it was opened on."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    model_admin: RecordedAdmin  # this and `meeting` are set by RecordedAdmin.get_form
    meeting: Meeting | None = None
    is_kept = False  # filled in with what was typed before a session ended
    together: tuple[tuple[str, ...], ...] = ()  # fields that mean something only together
    by_word: tuple[str, ...] = ()  # lines in which two versions are put together word by word
    logged_as: dict[str, tuple[str, ...]] = {}  # columns of a field that has none of its own

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and not self.is_bound:
            self.fields["seen"].initial = self._opened_now
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.SplitDateTimeWidget):
                name_halves(field.widget, str(field.label or name))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_kept:
            raise ValidationError(KEPT_FOR_YOU, "kept")
        if self.meeting:
            raise ValidationError(self.model_admin.told(self.instance, self.meeting), "conflict")
        return cleaned

    def _opened_now(self) -> str:
        return Opened.of(self, self.model_admin.inlines).signed(self.instance)

    def _get_validation_exclusions(self) -> set[str]:
        """An empty slug is made on saving."""
        exclusions = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | ({"slug"} if not getattr(self.instance, "slug", True) else set())

    def _post_clean(self) -> None:
        """Django has checked the rules about what is in the form; now those about what follows."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        self.complete()
        normalize(self.instance)
        try:
            self.instance.validate_constraints(exclude=self.left_open())
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]

    def complete(self) -> None:
        """Fill in what the form knows beyond its fields."""

    def left_open(self) -> set[str]:
        """Fields that only saving fills."""
        return {name for name in ("slug", "made_on_id") if not getattr(self.instance, name, True)}


def editor(request: HttpRequest) -> User:
    """Who is signed in; the admin lets nobody else in."""
    return cast("User", request.user)


def remember(request: HttpRequest, change: Change | None) -> None:
    """The change that this request made: who is told of it can undo it."""
    request.recorded = change  # type: ignore[attr-defined]


class SturdyAdmin(admin.ModelAdmin):
    """Pages whose addresses and numbers anybody may have typed."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except OverflowError as fault:
            # A key with more digits than SQLite counts: no row has it.
            raise SuspiciousOperation("No key has so many digits.") from fault

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except (ValueError, OverflowError, DataError):
            # Django lets years into a filter that no calendar has.
            if request.method != "GET" or not request.GET:
                raise
            return redirect(f"{request.path}?e=1")


class RecordedAdmin(SturdyAdmin):
    """The admin of a noun whose every save is a change in the log."""

    form = RecordedForm
    list_per_page = 50
    save_on_top = False
    noun = ""  # by which field of Change its acts are found: article, entity or source
    only_in_form = ("seen",)  # fields that a page without a form leaves out

    # --- Who may ----------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here: what is wrong is rejected, withdrawn or corrected."""
        return False

    # --- The form ---------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.model_admin = self
        form.meeting = getattr(request, "meeting", None)
        form.is_kept = getattr(request, "is_kept", False)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None):
        fieldsets = super().get_fieldsets(request, obj)
        writes = self.has_change_permission(request, obj) if obj else True
        if writes:
            return fieldsets
        return [
            (name, options | {"fields": [f for f in fields if f not in self.only_in_form]})
            for name, options in fieldsets
            for fields in [flatten_fieldsets([(name, options)])]
        ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SturdySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- Conflicts --------------------------------------------------------------------------

    def reconcile(self, request: HttpRequest, object_id: str) -> Meeting | None:
        """Where somebody saved after she opened the form: what she sent, made a proposal."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_change_permission(request, obj):
            return None
        form = self.get_form(request, obj, change=True)(instance=obj)
        data = request.POST.copy()
        meeting = reconcile(form, self.inlines, data, Change.objects.filter(**self.whole(obj)))
        request.POST = data  # type: ignore[assignment]
        return meeting

    def told(self, obj: Any, meeting: Meeting) -> str:
        address = reverse(f"admin:articles_{self.opts.model_name}_change", args=[obj.pk])
        return format_html(
            '{} {} <a href="{}" target="_blank">See it as it is now</a> (in a new tab).',
            *(meeting.said, NOTHING_SAVED, address),
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None):
        """A row about to be saved is held until it is: so nobody saves between check and save."""
        obj = super().get_object(request, object_id, from_field)
        if (
            obj is None
            or request.method != "POST"
            or not transaction.get_connection().in_atomic_block
        ):
            return obj
        held = self.held(obj)
        list(
            type(held)._base_manager.select_for_update(no_key=True).filter(pk=held.pk).values("pk")
        )
        return super().get_object(request, object_id, from_field)

    def held(self, obj: Any) -> models.Model:
        """The row whose lock all who write to this one take first."""
        return obj

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self._take_kept(request)
        try:
            return self._reconciled(request, object_id, form_url, extra_context)
        except (Conflict, IntegrityError):
            # Somebody was faster by a moment. The form, asked again, sees it and says so.
            return self._reconciled(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if request.method == "POST" and kept.writer_is_signed_in(request):
                return not_saved(self, request, unquote(object_id or ""), 403)
            raise

    def _take_kept(self, request: HttpRequest) -> None:
        """A form that was sent when nobody was signed in is shown filled in, and saves nothing."""
        typed = kept.kept_for(request)
        if request.method == "POST":
            kept.forget(request)
        elif typed is not None and not request.FILES:  # once read, they are not looked for again
            request.method, request.POST = "POST", typed  # type: ignore[assignment]
            request.is_kept = True  # type: ignore[attr-defined]

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str):
        if request.method == "POST" and kept.writer_is_signed_in(request):
            return not_saved(self, request, unquote(object_id), 404)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def _reconciled(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        """In one transaction, so that nobody saves between the look at the row and the save."""
        with transaction.atomic():
            if request.method == "POST" and object_id is not None:
                request.meeting = self.reconcile(request, object_id)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any):
        context["meeting"] = getattr(request, "meeting", None)
        context["given_to"] = kept.given_to(request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Saving -----------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the row is saved with its inlines, as one act."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        obj = form.instance
        action, reason = self.act(form, formsets, change)
        with recording(action, by=editor(request), reason=reason, **self.whole(obj)) as record:
            self.save_whole(request, form, record, change)
            for formset in formsets:
                self.save_parts(request, formset, record)
        obj.was_recorded = bool(record.parts)
        remember(request, record.change)

    def act(self, form: Any, formsets: Any, change: bool) -> tuple[Action, str]:
        """What the log calls this save, and the reason given for it."""
        return (Action.EDITED if change else Action.CREATED), ""

    def whole(self, obj: Any) -> dict[str, Any]:
        """Under which article, entity or source the log has what is done to this row."""
        return {self.noun: obj}

    def save_whole(self, request: HttpRequest, form: Any, record: Record, change: bool) -> None:
        record.save(form.instance)

    def save_parts(self, request: HttpRequest, formset: BaseInlineFormSet, record: Record) -> None:
        formset.save(commit=False)
        save_renamed(formset, record)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if getattr(obj, "was_recorded", True):
            return super().response_change(request, obj)
        self.message_user(request, "Nothing differed, so nothing was saved.", messages.INFO)
        if "_continue" in request.POST:
            return redirect(request.get_full_path())
        return self.response_post_save_change(request, obj)

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **kw: Any
    ) -> None:
        """What succeeded can be undone from where it is told."""
        change = getattr(request, "recorded", None)
        if level == messages.SUCCESS and change is not None:
            message = format_html("{}{}", message, undo_link(change, editor(request)))
            remember(request, None)
        super().message_user(request, message, level, *args, **kw)

    # --- The log is ours --------------------------------------------------------------------

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The archive's own log has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The archive's own log has it."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        wanted = {f"{noun}__id__exact": row.pk for noun, row in self.whole(obj).items()}
        return redirect(f"{reverse('admin:articles_change_changelist')}?{urlencode(wanted)}")

    def view_on_site(self, obj: Any) -> str | None:
        """Where readers see it; nothing for what they do not."""
        is_public = type(obj).objects.public().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None


class ReadOnlyAdmin(SturdyAdmin):
    """To look at; nobody writes."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
