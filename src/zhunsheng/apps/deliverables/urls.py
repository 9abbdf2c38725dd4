"""Addresses of the pages of papers."""

from __future__ import annotations

from django.urls import path

from zhunsheng.apps.deliverables.pages import papers, work

app_name = "deliverables"

urlpatterns = [
    path("systems/<str:slug>/<str:key>/papers/", papers.papers, name="papers"),
    path("papers/jobs/<uuid:uid>/", work.job, name="job"),
    path("papers/jobs/<uuid:uid>/state/", work.job_state, name="job-state"),
    path("papers/jobs/<uuid:uid>/cancel/", work.cancel, name="job-cancel"),
    path("papers/jobs/<uuid:uid>/resume/", work.resume, name="job-resume"),
    path("papers/<uuid:uid>.zip", papers.archive, name="archive"),
    path("papers/<uuid:uid>/files/<int:ordinal>/", papers.file, name="file"),
    path("papers/<uuid:uid>/again/", papers.again, name="again"),
]
