"""How one comes in, and what is written down of it.

`site.py` is the admin with these doors, `readers.py` the door of those who only read;
`door.py` says in what the two differ. `signing_in.py` asks for name and password, `throttle.py`
says first whether they are looked at at all, `second_factor.py` asks for a code where somebody
wants to be asked. Each event is an `AuthEvent` (`visitor.py` writes it), apart from the log of
changes, which nobody moves by knocking.
"""
