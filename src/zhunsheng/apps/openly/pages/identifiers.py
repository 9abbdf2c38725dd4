"""Where an identifier of open data leads when somebody opens it: to the page of the thing, or to its own few triples."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from zhunsheng.apps.openly.making import names
from zhunsheng.apps.openly.queries import standard_holdings
from zhunsheng.apps.registry.holdings import body_of_key, stored_numbers
from zhunsheng.apps.registry.queries import find_standard
from zhunsheng.apps.systems import queries as systems
from zhunsheng.core.deliver.openly.describing import all_nodes
from zhunsheng.core.deliver.openly.rdf import RDF_FORMATS
from zhunsheng.core.registry.address import number_in_address, standard_address

__all__ = ["identifier"]


@require_safe
def identifier(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """303 to the page; a program that asks for RDF gets the description of a standard instead."""
    if kind == "standard" and (wanted := _wanted(request)):
        return _described(number_in_address(name), wanted)
    lead = _LEADS.get(kind)
    address = lead(name) if lead else ""
    if not address:
        raise Http404("没有这个标识")
    response = HttpResponseRedirect(address)
    response.status_code = 303
    response["Vary"] = "Accept"
    return response


def _wanted(request: HttpRequest) -> str:
    """The form of RDF that the caller prefers to a page; "" for a browser."""
    accepted = [part.partition(";")[0].strip() for part in request.headers.get("Accept", "").split(",")]
    for one in accepted:
        if one == "text/html":
            return ""
        for form, (_, media, _) in RDF_FORMATS.items():
            if one == media:
                return form
    return ""


def _described(number: str, form: str) -> HttpResponse:
    if not stored_numbers([number]):
        raise Http404("标准库中没有这项标准")
    _, media, write = RDF_FORMATS[form]
    response = HttpResponse("".join(write(all_nodes(standard_holdings(number), names()))), content_type=media)
    response["Vary"] = "Accept"
    return response


def _standard(name: str) -> str:
    number = number_in_address(name)
    return standard_address(number) if stored_numbers([number]) else ""


def _number(name: str) -> str:
    found = find_standard(AnonymousUser(), number_in_address(name))
    return standard_address(found.number) if found else ""


def _body(name: str) -> str:
    pk = body_of_key(name)
    return reverse("registry:body", args=[pk]) if pk else ""


def _source(name: str) -> str:
    return f"{reverse('registry:catalogues')}#{quote(name)}"


def _class(name: str) -> str:
    return f"{reverse('registry:standards')}?{urlencode({'ics': name})}"


def _edition(view: str) -> Callable[[str], str]:
    """The page of an edition, or of what its last part names within it."""

    def lead(name: str) -> str:
        slug, _, rest = name.partition("/")
        key, _, inside = rest.partition("/")
        try:
            edition = systems.get_edition(AnonymousUser(), slug, key)
        except ObjectDoesNotExist:
            return ""
        parts = [slug, edition.key_in_address, *([inside] if view in {"subsystem", "item"} else [])]
        try:
            return reverse(f"systems:{view}", args=parts) if all(parts) else ""
        except NoReverseMatch:
            return ""

    return lead


def _system(name: str) -> str:
    return reverse("systems:system", args=[name]) if systems.find_system(AnonymousUser(), name) else ""


_LEADS: dict[str, Callable[[str], str]] = {
    "standard": _standard,
    "number": _number,
    "body": _body,
    "source": _source,
    "ics": _class,
    "system": _system,
    "edition": _edition("overview"),
    "subsystem": _edition("subsystem"),
    "planned": _edition("item"),
    "basis": _edition("overview"),
    "target": _edition("overview"),
    "layer": _edition("structure"),
}
