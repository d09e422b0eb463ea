from django.contrib import admin

from articles.models import Source

from .choosing import ChoosesEntities
from .recorded import RecordedAdmin


@admin.register(Source)
class SourceAdmin(ChoosesEntities, RecordedAdmin):
    noun = "source"
    list_display = ["name", "homepage", "time_zone", "slug"]
    search_fields = ["name", "slug", "homepage"]
    fields = ["name", "slug", "homepage", "time_zone", "rights", "entity", "seen"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []
