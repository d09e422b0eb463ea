"""Categories of political events: the names of PLOVER, with definitions of our own.

PLOVER (Political Language Ontology for Verifiable Event Records) groups what one actor does to
another into sixteen categories, and these into four quad classes. A quad class follows from its
category.
"""

from django.db import models


class Category(models.TextChoices):
    AGREE = "AGREE", "agrees or plans to do something together"
    CONSULT = "CONSULT", "meets or talks"
    SUPPORT = "SUPPORT", "backs in words"
    CONCEDE = "CONCEDE", "gives way in words"
    COOPERATE = "COOPERATE", "works or trades together"
    AID = "AID", "gives help or goods"
    RETREAT = "RETREAT", "gives way in deeds"
    REQUEST = "REQUEST", "asks or demands"
    ACCUSE = "ACCUSE", "blames or disapproves"
    REJECT = "REJECT", "refuses or vetoes"
    THREATEN = "THREATEN", "threatens or warns"
    PROTEST = "PROTEST", "protests in public"
    SANCTION = "SANCTION", "cuts ties or expels"
    MOBILIZE = "MOBILIZE", "readies force"
    COERCE = "COERCE", "seizes, arrests or restricts"
    ASSAULT = "ASSAULT", "attacks with force"

    @property
    def quad_class(self) -> str:
        return QUAD_CLASSES[self]


QUAD_CLASSES = {
    **dict.fromkeys(
        (Category.AGREE, Category.CONSULT, Category.SUPPORT, Category.CONCEDE),
        "verbal cooperation",
    ),
    **dict.fromkeys((Category.COOPERATE, Category.AID, Category.RETREAT), "material cooperation"),
    **dict.fromkeys(
        (Category.REQUEST, Category.ACCUSE, Category.REJECT, Category.THREATEN), "verbal conflict"
    ),
    **dict.fromkeys(
        (
            Category.PROTEST,
            Category.SANCTION,
            Category.MOBILIZE,
            Category.COERCE,
            Category.ASSAULT,
        ),
        "material conflict",
    ),
}

CONTEXTS = (
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "legal",
    "diplomatic",
    "territory",
    "economic",
    "natural_resource",
    "technology",
    "health",
    "disaster",
    "corruption",
    "crime",
    "terrorism",
    "environment",
    "migration",
    "cyber",
    "human_rights",
    "peacekeeping",
    "cbrn",
)
