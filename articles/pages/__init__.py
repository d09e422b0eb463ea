"""What a page shows, made ready for its template; a module for each page or shared part of one.

Knows no request: a view finds the object or the selection, asks here, and renders. Each module
reads the database in a constant number of queries, whatever the number of rows.

profile (an entity), roll (the list of a kind), outlet (a source), overview (home), timeline (a
year, a month, a day), history and log (what was done), closest (articles about the same things),
explained (what the help page explains). plain_words says an act in words; linked_data is
schema.org's.
"""
