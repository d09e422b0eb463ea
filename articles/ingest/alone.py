from django.db import connection

LOCK = 0x61727469636C6573  # of all imports into one PostgreSQL database: "articles"


def let_no_other_import_in() -> None:
    """Until the transaction ends. On SQLite its beginning does that.

    The archive's own row would do, but everybody takes that last, and who takes it first meets
    an editor who waits for it and holds an article: a deadlock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
