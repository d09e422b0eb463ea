"""`filter(folded__begins="tur")`: a beginning as the index of either database can look it up.

Django's `startswith` is a LIKE, for which SQLite walks through all rows.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Lookup

# Stands after whatever may follow a beginning; no stored text has it.
_LAST = "\U0010ffff"


class Begins(Lookup):
    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        pattern = connection.ops.prep_for_like_query(self.rhs) + "%"
        return f"{column} LIKE %s", (*parameters, pattern)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        ends = (*parameters, self.rhs, *parameters, self.rhs + _LAST)
        return f"({column} >= %s AND {column} < %s)", ends
