"""A news site with tags as tutorials write it: Django, taggit, a list, a search field, facets.

Nothing in it is made slow on purpose, and nothing is done that a tutorial does not do.
"""
