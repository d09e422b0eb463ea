"""Measuring, apart from testing: no figure here makes a test fail.

python -m tests.bench --articles 20000        # on the database of DATABASE_URL; it must be empty
"""
