"""The workbench: an article's words on one side, what she says of them on the other.

    bench = Workbench(article, by=user, query=request.GET)
    bench.sheet, bench.forms, bench.queue        # what the page shows

words.py finds the place of words in the article; entities.py chooses entities by what is typed;
one module for each thing that is made (mention, note, time, claim, relation) checks and saves it as
one act; deciding.py answers suggestions; undoing.py takes an act back. Knows no request.
"""
