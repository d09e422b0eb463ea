"""The two doors: the admin's, for the staff, and the readers', for whoever has an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User


@dataclass(frozen=True)
class Door:
    """`login` and `code` are names of addresses; the others of templates and of where one goes."""

    login: str
    code: str
    first_page: str
    login_template: str
    code_template: str
    is_for_staff: bool = False

    def lets_in(self, user: User) -> bool:
        return user.is_active and (user.is_staff or not self.is_for_staff)


ADMIN = Door(
    login="admin:login",
    code="admin:code",
    first_page="admin:index",
    login_template="admin/login.html",
    code_template="admin/code.html",
    is_for_staff=True,
)
READERS = Door(
    login="sign-in",
    code="sign-in-code",
    first_page="search-list",
    login_template="account/sign_in.html",
    code_template="account/code.html",
)
