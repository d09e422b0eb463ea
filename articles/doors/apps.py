from django.conf import settings
from django.contrib.admin import apps
from django.db.models.signals import post_save


class AdminConfig(apps.AdminConfig):
    default_site = "articles.doors.site.ArchiveSite"

    def ready(self) -> None:
        from .sessions import end_sessions_of_the_shut_out

        super().ready()
        if settings.SECOND_FACTOR:
            self.hide_secrets()
        post_save.connect(end_sessions_of_the_shut_out, sender="auth.User")

    def hide_secrets(self) -> None:
        """Everybody has a page for the own second factor; nobody sees another's."""
        from django.contrib import admin
        from django_otp.plugins.otp_static.models import StaticDevice
        from django_otp.plugins.otp_totp.models import TOTPDevice

        admin.site.unregister([StaticDevice, TOTPDevice])
