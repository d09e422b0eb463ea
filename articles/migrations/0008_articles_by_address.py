from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_fingerprints_of_texts")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["url"], name="articles_by_address"),
        ),
    ]
