"""Several acts at the same moment, in threads of this process."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*acts):
    """What each act gave, done in a thread of its own."""

    def done(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(done, acts))
