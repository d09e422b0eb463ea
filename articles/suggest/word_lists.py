"""Words that tell what the words beside them are. English; the lists are this archive's own."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEFORE_PLACES = _words("""
    in from near outside inside around across through throughout at via visiting visited leaving
    left reached reaching toward towards downtown central northern southern eastern western
""")
TITLES = _words("""
    mr mr. mrs mrs. ms ms. dr dr. sir lord lady president minister senator sen. rep. gen. general
    coach chancellor king queen prince judge captain col. sgt. lt. professor prof. gov. governor
    mayor actor singer
""")
# Capital at the beginning of a sentence, and no part of a name.
FUNCTION_WORDS = _words("""
    the a an and but or nor so yet for in on at by of to from with without after before since until
    while when where as if although though because however meanwhile both that which this these
    those its their his her our my your he she it they we i not no than then also only even now
    between among against about over under into during including like unlike despite given is are
    was were has have had will would may can could should yesterday today monday tuesday wednesday
    thursday friday saturday sunday january february march april june july august september october
    november december
""")
# Countries that are given names, too: beside another capital word they are part of a person's name.
GIVEN_NAMES = _words("Jordan Chad Georgia Israel Kenya India China Malta Ireland Cyprus")
# Of personal names and titles: written small or capital, as it comes.
PARTICLES = _words("""
    al el ad as ash at bin bint ibn abu da de del der di do dos du la le van von and of the for in
""")
# After “the” and a capital they say that its government is meant.
GOVERNMENTS = _words("""
    government regime authorities administration leadership cabinet delegation line officials
""")
# Metonyms that are buildings: “the” belongs to them, as to no city.
BUILDINGS = _words("""
    Kremlin Pentagon Quirinale Moncloa Zarzuela Kantei Binnenhof Planalto Élysée Elysee Vatican
    Belweder Ballhausplatz
""")
