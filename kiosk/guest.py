"""Guest: whom a reception's form is about, as the credential that is decided; pure."""

from collections.abc import Mapping

import msgspec

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Kind
from kiosk.credentials.trust import NO_TRUST, TrustStore
from kiosk.decision import Decision, Outcome
from kiosk.payload import Payload
from kiosk.policy import Policy
from kiosk.reason import Reason
from kiosk.reception import MAX_FIELD, Form, FormFault, VisitField
from kiosk.search import tidy

DOCUMENT_DIGITS = 12
"""A personal number: a typed one is the same holder as a presented one."""


def clean(form: Form) -> Form:
    """Return `form` with its texts as they are kept; fields left empty go."""
    fields = {field: tidy(text) for field, text in form.fields.items()}
    return msgspec.structs.replace(
        form,
        name=tidy(form.name),
        document=tidy(form.document),
        fields={field: text for field, text in fields.items() if text},
    )


def find_fault(form: Form) -> FormFault | None:
    """Return why a cleaned form is not taken."""
    if not form.name:
        return FormFault.NAME_MISSING
    texts = (form.name, form.document, *form.fields.values())
    if any(len(text) > MAX_FIELD for text in texts):
        return FormFault.TEXT_TOO_LONG
    badge = form.fields.get(VisitField.BADGE)
    if badge is not None and not is_badge(badge):
        return FormFault.BADGE_NOT_DIGITS
    return None


def is_badge(text: str) -> bool:
    """Say whether `text` is digits only, which any wedge reads back."""
    return text.isascii() and text.isdigit()


def read_badge(payload: Payload) -> str | None:
    """Return the badge number that a payload may be; a signed badge is longer."""
    text = payload.data.strip().decode("ascii", "replace")
    return text if is_badge(text) and len(text) <= MAX_FIELD else None


def fill_form(payload: Payload, credential: Credential) -> Form:
    """Return the form that a presented code fills."""
    return Form(
        name=tidy(credential.claims.get(Claim.NAME, "")),
        document=tidy(credential.claims.get(Claim.DOCUMENT, "")),
        fields={},
        payload=payload,
    )


def understand(form: Form, policy: Policy, trust: TrustStore = NO_TRUST) -> Credential:
    """Return what a cleaned form stands for: its code, or what was typed.

    A form that says anything else than its code is a typed one, and so is one
    whose code says nothing of a person.
    """
    return _read_code(form, policy, trust) or _write_down(form)


def let_out(
    kind: Kind,
    claims: Mapping[Claim, str],
    *,
    verified: bool = False,
    reasons: tuple[Reason, ...] = (),
) -> Decision:
    """Return the decision about somebody who is inside and leaves: always admitted."""
    return Decision(
        outcome=Outcome.ALLOW,
        kind=kind,
        reasons=reasons,
        verified=verified,
        claims=claims,
        holder=None,
    )


def _read_code(form: Form, policy: Policy, trust: TrustStore) -> Credential | None:
    if form.payload is None:
        return None
    credential = classify(form.payload, trust)
    if not isinstance(credential, Credential) or not policy.takes(credential.kind):
        return None
    filled = fill_form(form.payload, credential)
    same = (filled.name, filled.document) == (form.name, form.document)
    return credential if same else None


def _write_down(form: Form) -> Credential:
    claims = {Claim.NAME: form.name}
    if form.document:
        claims[Claim.DOCUMENT] = form.document
    return Credential(
        kind=Kind.MANUAL, claims=claims, holder=_name_holder(form.document)
    )


def _name_holder(document: str) -> str | None:
    """Return the holder of a typed document; spaces and points in it do not matter."""
    number = "".join(c for c in document.casefold() if c.isalnum())
    if not number:
        return None
    personal = number.isascii() and number.isdigit() and len(number) == DOCUMENT_DIGITS
    return number if personal else f"typed:{number}"
