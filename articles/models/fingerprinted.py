"""The columns by which near-duplicates are found."""

from django.db import models

from articles.fingerprint import NUMBERS, Fingerprint

FINGERPRINT = tuple(f"fingerprint_{number}" for number in range(1, NUMBERS + 1))


class Fingerprinted(models.Model):
    fingerprint_1 = models.BigIntegerField(null=True, editable=False, db_index=True)
    fingerprint_2 = models.BigIntegerField(null=True, editable=False, db_index=True)
    fingerprint_3 = models.BigIntegerField(null=True, editable=False, db_index=True)
    fingerprint_4 = models.BigIntegerField(null=True, editable=False, db_index=True)
    fingerprint_5 = models.BigIntegerField(null=True, editable=False, db_index=True)
    fingerprint_6 = models.BigIntegerField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    @property
    def fingerprint(self) -> Fingerprint | None:
        """By which copies in other papers are found; None for a text of a few words."""
        numbers = tuple(getattr(self, name) for name in FINGERPRINT)
        return None if numbers[0] is None else numbers

    @fingerprint.setter
    def fingerprint(self, numbers: Fingerprint | None) -> None:
        for name, number in zip(FINGERPRINT, numbers or [None] * NUMBERS, strict=True):
            setattr(self, name, number)
