"""The words of schema.org for what the archive knows."""

CONTEXT = "https://schema.org"
# By kind of entity.
TYPES = {
    "country": "Country",
    "person": "Person",
    "organization": "Organization",
    "place": "Place",
    "group": "Organization",
    "facility": "Place",
    "event": "Event",
    "topic": "DefinedTerm",
}
