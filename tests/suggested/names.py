"""A few names to find in texts, and what was found, as words."""

from articles.suggest import Name, Suggester, TrackRecord

TURKEY, US, RUSSIA, MOSCOW, GEORGIA, STATE, JORDAN, MICHAEL, ERDOGAN, REBELS, ATLANTA = range(1, 12)
NAMES = [
    *(
        Name(words, entity, kind, form, label=label)
        for entity, kind, label, forms in (
            (TURKEY, "country", "Turkey", [("Turkish", "demonym"), ("Turk", "demonym")]),
            (US, "country", "United States", [("US", "abbreviation"), ("U.S.", "abbreviation")]),
            (RUSSIA, "country", "Russia", [("Moscow", "metonym"), ("Russian", "demonym")]),
            (MOSCOW, "place", "Moscow", []),
            (GEORGIA, "country", "Georgia", [("Tbilisi", "metonym")]),
            (STATE, "place", "Georgia", []),
            (ATLANTA, "place", "Atlanta", []),
            (JORDAN, "country", "Jordan", []),
            (MICHAEL, "person", "Michael Jordan", [("Jordan", "name")]),
            (ERDOGAN, "person", "Recep Tayyip Erdogan", [("Erdoğan", "name")]),
            (REBELS, "group", "Turkish rebels", []),
        )
        for words, form in [(label, "name"), *forms]
    )
]


def found(text, *names, **known):
    """The words that are suggested, each with the entities they may be, likelier first."""
    suggestions = Suggester(names or NAMES, known.pop("ties", None)).suggest(
        {"text": text}, **known
    )
    return [
        (text[one.start : one.end], *(choice.name.entity for choice in one.choices))
        for one in suggestions
    ]


def decided(words, entity, kind, accepted, rejected, **fields):
    return Name(words, entity, kind, record=TrackRecord(accepted, rejected), **fields)
