from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_auth_events_and_notices"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "slug"],
                name="articles_not_published",
            ),
        ),
    ]
