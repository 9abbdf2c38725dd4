"""The start page; everything else belongs to the apps."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.systems.pages.overview import home

urlpatterns = [path("", home, name="home")]
