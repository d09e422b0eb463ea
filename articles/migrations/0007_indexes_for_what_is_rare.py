from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_fingerprints_of_texts")]

    operations = [
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(
                condition=models.Q(("state", "suggested")),
                fields=["article"],
                name="suggested_marks",
            ),
        ),
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(
                condition=models.Q(("is_orphaned", True)), fields=["article"], name="orphaned_marks"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["url"], name="articles_by_address"),
        ),
    ]
