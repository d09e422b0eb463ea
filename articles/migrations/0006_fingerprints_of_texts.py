from django.db import migrations, models

from articles.fingerprint import NUMBERS, fingerprint

FIELDS = [f"fingerprint_{number}" for number in range(1, NUMBERS + 1)]
AT_ONCE = 500


def take_fingerprints(apps, schema_editor):
    articles = apps.get_model("articles", "Article")._base_manager.only("pk", "text")
    some = []
    for article in articles.order_by("pk").iterator(chunk_size=AT_ONCE):
        for name, number in zip(FIELDS, fingerprint(article.text) or (), strict=False):
            setattr(article, name, number)
        some.append(article)
        if len(some) == AT_ONCE:
            articles.bulk_update(some, FIELDS, batch_size=100)
            some = []
    articles.bulk_update(some, FIELDS, batch_size=100)


class Migration(migrations.Migration):
    """Every article gets the numbers by which its copies in other papers are found."""

    dependencies = [("articles", "0005_personal_tokens")]

    operations = [
        *(
            migrations.AddField(
                "article", name, models.BigIntegerField(db_index=True, editable=False, null=True)
            )
            for name in FIELDS
        ),
        migrations.RunPython(take_fingerprints, migrations.RunPython.noop),
    ]
