from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager


class Article(models.Model):
    headline = models.CharField(max_length=300)
    slug = models.SlugField(max_length=200, unique=True)
    source = models.CharField(max_length=100, db_index=True)
    language = models.CharField(max_length=35)
    published_on = models.DateField(null=True, db_index=True)
    text = models.TextField()

    tags = TaggableManager()

    class Meta:
        ordering = ["-published_on"]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("article", args=[self.slug])
