from django.contrib.admin import apps
from django.db.models.signals import post_save


class AdminConfig(apps.AdminConfig):
    default_site = "articles.doors.site.ArchiveSite"

    def ready(self) -> None:
        from .sessions import end_sessions_of_the_shut_out

        super().ready()
        post_save.connect(end_sessions_of_the_shut_out, sender="auth.User")
