"""成果: the papers of an edition: asking for them, and the archive of those made before."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhunsheng.apps.deliverables import queries
from zhunsheng.apps.deliverables.models import Delivery
from zhunsheng.apps.deliverables.permissions import may_deliver
from zhunsheng.apps.deliverables.tasks import DELIVER
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems.addressed import edition_address, edition_or_404
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.deliver.papers.asking import read_settings
from zhunsheng.core.deliver.papers.making import PAPERS, PaperError, papers_named
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.jobs import runner
from zhunsheng.shell.frame import Step

__all__ = ["again", "archive", "file", "papers"]

_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "svg": "image/svg+xml; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
_ASKED = ("day", "paper", "industry", "start", "end", "site")
_MOST_TEMPLATE = 10 << 20
_SHOWN = 50


def papers(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The form and the archive; a posted form becomes a job."""
    edition = edition_or_404(request, slug, key)
    if request.method != "POST":
        return _page(request, edition)
    if not may_deliver(request.user, edition):
        return _page(request, edition, error="编制成果需要登录的账号，请先登录。", status=403)
    asked, names = _asked(request), request.POST.getlist("papers")
    upload = request.FILES.get("template")
    if upload is not None and (upload.size or 0) > _MOST_TEMPLATE:
        return _page(request, edition, error="模板超过 10 MB。请删去其中的图片再上传。", status=413)
    try:
        if not names:
            raise PaperError("没有选择任何成果。请至少选择一种。")
        papers_named(names)
        read_settings(asked)
        job = _submit(request.user, edition, names, asked, upload.read() if upload else b"")
    except (PaperError, Refused) as error:
        return _page(request, edition, error=str(error), status=400)
    return redirect("deliverables:job", uid=job.pk)


def _submit(
    user: Any,
    edition: Edition,
    names: list[str],
    asked: dict[str, Any],
    template: bytes = b"",
    kept: str = "",
) -> Any:
    payload = {"edition": str(edition.pk), "papers": names, "asked": asked, "template": kept}
    return runner.submit(user, DELIVER, payload, data=template, title=f"编制成果 {edition}")


def _asked(request: HttpRequest) -> dict[str, Any]:
    asked: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in _ASKED}
    asked["suggested"] = bool(request.POST.get("suggested"))
    if request.POST.get("linked"):
        asked["site"] = request.build_absolute_uri("/").rstrip("/")
    return {name: value for name, value in asked.items() if value}


def _page(request: HttpRequest, edition: Edition, *, error: str = "", status: int = 200) -> HttpResponse:
    tree = SystemTree(load_system(edition))
    chosen = request.POST.getlist("papers")
    context = {
        "section": "papers",
        "edition": edition,
        "trail": [Step("成果")],
        "error": error,
        "may": may_deliver(request.user, edition),
        "papers": [(one, one.name in chosen if chosen else one.usual) for one in PAPERS.values()],
        "boxes": [(one.code, f"{'　' * (one.level - 1)}{one.code} {one.name}") for one in tree.walk()],
        "posted": request.POST,
        "deliveries": queries.deliveries_of(request.user, edition)[:_SHOWN],
    }
    return render(request, "deliverables/papers.html", context, status=status)


def _delivery(request: HttpRequest, uid: Any) -> Delivery:
    try:
        return queries.get_delivery(request.user, uid)
    except Delivery.DoesNotExist:
        raise Http404("没有这份成果") from None


def file(request: HttpRequest, uid: Any, ordinal: int) -> HttpResponse:
    """One file of the archive, exactly as it was kept."""
    delivery = _delivery(request, uid)
    found = delivery.files.filter(ordinal=ordinal).first()
    data = queries.file_bytes(found) if found else None
    if found is None or data is None:
        raise Http404("文件已不在" if found else "没有这个文件")
    return _sent(
        data, _MEDIA.get(found.ending, "application/octet-stream"), f"{_stem(delivery)}-{found.name}"
    )


def archive(request: HttpRequest, uid: Any) -> HttpResponse:
    """All files of a delivery in one zip."""
    delivery = _delivery(request, uid)
    data = queries.bundle(delivery)
    if data is None:
        raise Http404("有文件已不在，无法打包")
    return _sent(data, "application/zip", f"{_stem(delivery)}-成果.zip")


def _stem(delivery: Delivery) -> str:
    return f"{delivery.edition.system.name}-{delivery.edition.display_label}-{delivery.day}".replace("/", "_")


def _sent(data: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@require_POST
def again(request: HttpRequest, uid: Any) -> HttpResponse:
    """Make the papers of a delivery anew, of the edition as it is now, with the same settings and today's date."""
    delivery = _delivery(request, uid)
    if not may_deliver(request.user, delivery.edition):
        return _page(request, delivery.edition, error="编制成果需要登录的账号，请先登录。", status=403)
    asked = {name: value for name, value in delivery.asked.items() if name not in {"day", "template_sha256"}}
    names = [name for name in delivery.papers if name in PAPERS]
    try:
        job = _submit(
            request.user, delivery.edition, names, asked, kept=delivery.asked.get("template_sha256", "")
        )
    except Refused as error:
        return _page(request, delivery.edition, error=str(error), status=400)
    return redirect("deliverables:job", uid=job.pk)


def address(edition: Edition) -> str:
    """The page of the papers of an edition."""
    return edition_address("deliverables:papers", edition)
