"""Signing in and out. Accounts are made by administrators, so there is no recovery by mail."""

from __future__ import annotations

from allauth.account import views
from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path(
        "password/reset/",
        TemplateView.as_view(template_name="people/password_reset.html"),
        name="account_reset_password",
    ),
]
