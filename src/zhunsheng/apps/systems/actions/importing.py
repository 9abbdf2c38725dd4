"""Bringing guides in: from a file, from the package, and the original file to an edition that lacks it."""

from __future__ import annotations

import dataclasses
from typing import Any

from zhunsheng.apps.journal.actions import Act, NotAllowed, Refused, action
from zhunsheng.apps.people.actors import as_actor
from zhunsheng.apps.systems.actions.common import carry_over, edition_locked, new_edition, system_locked
from zhunsheng.apps.systems.actions.publishing import fix_content
from zhunsheng.apps.systems.intake import (
    Hopeless,
    Intake,
    Progress,
    no_progress,
    read_intake,
    reading_of,
    slug_of,
    title_stem,
)
from zhunsheng.apps.systems.models import Blob, Edition, SourceText, System
from zhunsheng.apps.systems.permissions import may_attach, may_import, may_publish
from zhunsheng.apps.systems.queries import lint_rules, systems_titled
from zhunsheng.apps.systems.rows import storable, stored_system
from zhunsheng.apps.systems.storage import sha256_of, write_blob
from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.records import content_hash
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.text.normal import key

__all__ = [
    "attach_source",
    "import_content",
    "import_guide",
    "import_packaged",
    "store_guide",
    "store_source",
]

# Files that hold a system as it was exported, not a guide.
_CONTENT_ENDINGS = (".yaml", ".yml", ".json")
_FAULTS_TOLD = 12


def import_guide(
    who: Any,
    data: bytes,
    filename: str,
    *,
    slug: str = "",
    title: str = "",
    progress: Progress = no_progress,
) -> Edition:
    """Read a guide and store it as a draft; returns the edition.

    A system file (yaml, json) that was exported is stored as it stands. ``slug`` names the system: an existing one gets another edition, a new one is made. Without ``slug`` the system
    is found by the guide's title. The same file again changes nothing and returns the edition it gave before (also
    a packaged edition that names this very file: it then gets its source attached). ``title`` names a new system.
    Raises ``Refused`` with the reasons where the bytes are no guide that can be read; nothing is stored then.
    """
    if not may_import(who):
        raise NotAllowed(f"{as_actor(who).name}没有“导入指南”的权限。请用有此权限的账号登录，或联系管理员。")
    if slug and slug != slug_of(slug):
        better = slug_of(slug) or "my-system"
        raise Refused(f"简称“{slug}”不合规则：只用小写字母、数字和连字符。可写作“{better}”。", field="slug")
    if filename.lower().endswith(_CONTENT_ENDINGS):
        progress(35, "分析结构")
        return import_content(who, _read_content(data, filename), slug=slug)
    if known := edition_of_file(sha256_of(data), slug):
        if not SourceText.objects.filter(edition=known).exists():
            attach_source(who, known, data, filename)
        return known
    try:
        intake = read_intake(data, filename, progress)
    except Hopeless as error:
        raise Refused(str(error), field="file") from None
    progress(60, "建立体系")
    content = _built(intake.document, intake.filename)
    progress(80, "校核")
    _check(intake.document)
    progress(90, "存储")
    return store_guide(who, intake, content, slug=slug, title=title)


def _read_content(data: bytes, filename: str) -> StandardsSystem:
    """The system in an exported file; refuses with every fault found in it."""
    from zhunsheng.core.deliver.exchange import import_system
    from zhunsheng.core.system.content import ContentError, load_system

    try:
        text = data.decode("utf-8-sig")
        return import_system(text) if filename.lower().endswith(".json") else load_system(text).system
    except UnicodeDecodeError:
        raise Refused("体系文件不是 UTF-8 文本。请另存为 UTF-8 再导入。", field="file") from None
    except ContentError as error:
        more = len(error.problems) - _FAULTS_TOLD
        told = error.problems[:_FAULTS_TOLD] + ([f"……另有 {more} 处"] if more > 0 else [])
        raise Refused("体系文件有误：\n" + "\n".join(told), field="file") from None


@action("edition.import_content", "导入体系文件", right=may_import)
def import_content(act: Act, content: StandardsSystem, *, slug: str = "") -> Edition:
    """Store a system that was exported (or written by hand) as a draft; the same content changes nothing."""
    content = dataclasses.replace(content, slug=slug or content.slug)
    system = System.objects.filter(slug=content.slug).first()
    if system is None:
        system = System(slug=content.slug, name=title_stem(content.title))
        system.save(force_insert=True)
    system = system_locked(system)
    wanted = content_hash(content)
    stored = Edition.objects.filter(system=system, label=content.edition).exclude(status=Edition.DISCARDED)
    for edition in stored:
        if stored_hash(edition) == wanted:
            act.unchanged()
            return edition
    edition = new_edition(system, content, origin=Edition.CONTENT, created_by=act.actor.user)
    act.record(edition, after={"system": system.slug, "content_hash": wanted})
    return edition


def edition_of_file(sha256: str, slug: str = "") -> Edition | None:
    """The edition (not discarded) that was read from the file with this hash, in one system or in any."""
    editions = Edition.objects.select_related("system").filter(source_sha256=sha256)
    if slug:
        editions = editions.filter(system__slug=slug)
    kept = editions.exclude(status=Edition.DISCARDED).order_by("created_at")
    # A revision carries the hash of the file it goes back to; the first edition is the one that was read.
    return kept.exclude(origin=Edition.REVISION).first() or kept.first()


def _built(document: GuideDocument, filename: str) -> StandardsSystem:
    from zhunsheng.core.system.builder import build_system

    return build_system(document, slug="", keep_prose=True, source_name=filename)


def _check(document: GuideDocument) -> None:
    """Run the checks once, so that a rule that cannot cope shows before anything is stored."""
    from zhunsheng.core.lint import lint_guide

    lint_guide(document, lint_rules())


@action("edition.import", "导入指南", right=may_import)
def store_guide(
    act: Act, intake: Intake, content: StandardsSystem, *, slug: str = "", title: str = ""
) -> Edition:
    """Store what :func:`import_guide` has read; the same file again changes nothing."""
    system = _system_for(content.title, slug, title)
    if known := edition_of_file(intake.sha256, system.slug):
        act.unchanged()
        return known
    edition = new_edition(system, content, origin=Edition.FILE, created_by=act.actor.user)
    _keep_source(edition, intake.data, intake.document, intake.filename)
    act.record(
        edition,
        after={
            "system": system.slug,
            "file": intake.filename,
            "sha256": intake.sha256,
            "subsystems": len(content.subsystems),
            "planned_standards": len(content.planned_standards),
        },
    )
    return edition


def _system_for(guide_title: str, slug: str, title: str) -> System:
    """The system an import goes to, locked: named by ``slug``, or known by the guide's title, or new."""
    if slug:
        known = System.objects.filter(slug=slug).first()
    else:
        same = systems_titled(key(guide_title)) if key(guide_title) else []
        if len(same) > 1:
            names = "、".join(system.slug for system in same)
            raise Refused(f"有几个体系都叫“{guide_title}”：{names}。请用简称指明归入哪一个。", field="slug")
        known = same[0] if same else None
    if known is not None:
        return system_locked(known)
    name = title.strip() or title_stem(guide_title) or "未命名标准体系"
    system = System(slug=slug or _free_slug(title_stem(name)), name=name)
    system.save(force_insert=True)
    return system


def _free_slug(name: str) -> str:
    """A slug made from ``name`` that no system has yet."""
    base = slug_of(name) or "system"
    slug, count = base, 1
    while System.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug


def _keep_source(edition: Edition, data: bytes, document: GuideDocument, filename: str) -> None:
    """Keep the file and its lines beside ``edition``. The bytes are written last: a failure leaves no row."""
    sha256 = sha256_of(data)
    blob, _made = Blob.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "media": document.media, "name": filename}
    )
    SourceText(
        edition=edition,
        blob=blob,
        lines=storable(list(document.lines)),
        pages=list(document.pages),
        reading=reading_of(document),
    ).save(force_insert=True)
    write_blob(data)


@action("edition.import_packaged", "载入随附体系", right=may_publish)
def import_packaged(act: Act, content: StandardsSystem) -> Edition:
    """Store a reviewed system of ``content/systems`` as a published edition; returns it.

    Loading the same content again changes nothing. Content that a later release has mended becomes a new revision
    under the same label; one that people here have revised themselves is left as it is.
    """
    system = System.objects.filter(slug=content.slug).first()
    if system is None:
        system = System(slug=content.slug, name=title_stem(content.title))
        system.save(force_insert=True)
    system = system_locked(system)
    stored = Edition.objects.filter(system=system, label=content.edition).exclude(status=Edition.DISCARDED)
    latest = stored.order_by("-revision").first()
    if latest is not None and (
        latest.origin != Edition.PACKAGE or stored_hash(latest) == content_hash(content)
    ):
        act.unchanged()
        return latest
    edition = new_edition(system, content, origin=Edition.PACKAGE, created_by=act.actor.user, based_on=latest)
    fix_content(edition, act.actor.user)
    if latest is not None:
        carry_over(latest, edition)
    act.record(edition, after={"system": system.slug, "content_hash": edition.content_hash})
    return edition


def stored_hash(edition: Edition) -> str:
    """The hash of what ``edition`` holds now, computed anew."""
    return content_hash(stored_system(edition))


def attach_source(who: Any, edition: Edition, data: bytes, filename: str) -> Edition:
    """Give ``edition`` the very file it was read from, so that its source lines can be shown.

    Refused where the file is another one: then the message names both hashes. Attaching again changes nothing.
    """
    if not may_attach(who):
        raise NotAllowed(f"{as_actor(who).name}没有“附上原文”的权限。请用有此权限的账号登录，或联系管理员。")
    _check_hash(edition, sha256_of(data))
    try:
        intake = read_intake(data, filename)
    except Hopeless as error:
        raise Refused(str(error), field="file") from None
    return store_source(who, edition, intake)


def _check_hash(edition: Edition, sha256: str) -> None:
    """Refuse a file that is not the one ``edition`` was read from."""
    if not edition.source_sha256:
        raise Refused(f"“{edition}”没有记录来源文件的 SHA-256，无法核对，因此不能附上原文。", field="file")
    if sha256 != edition.source_sha256:
        name = f"（{edition.source_name}）" if edition.source_name else ""
        raise Refused(
            f"这不是“{edition}”的来源文件。应为 SHA-256 {edition.source_sha256}{name}，所给文件为 {sha256}。"
            "请换用原始文件，不要另存或转换；若是新版指南，请用“导入”。",
            field="file",
        )


@action("edition.attach_source", "附上原文", right=may_attach)
def store_source(act: Act, edition: Edition, intake: Intake) -> Edition:
    """Keep the file that :func:`attach_source` has read beside its edition."""
    fresh = edition_locked(edition)
    _check_hash(fresh, intake.sha256)
    if SourceText.objects.filter(edition=fresh).exists():
        act.unchanged()
        return fresh
    _keep_source(fresh, intake.data, intake.document, intake.filename)
    lines = len(intake.document.lines)
    act.record(fresh, after={"sha256": intake.sha256, "file": intake.filename, "lines": lines})
    return fresh
