"""Rows of a list with their near-duplicates."""

from django import template

from articles.pages.copies import with_copies

register = template.Library()

register.filter("with_copies", with_copies)
