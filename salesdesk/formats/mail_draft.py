"""Mails as the mail program takes them over: a draft as an ``.eml`` file, or a mailto link.

Called by use cases that have something to send (a summary, a proposal, an invitation) and by the
screens that hand it to the operating system. Nothing is ever sent from here. The same draft gives
the same bytes: it carries no date and no id of its own, and the mail program adds both.
Source: RFC 5322 and 2045 (mail), RFC 6068 (mailto).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final
from urllib.parse import quote

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.file_safety import cleaned_name
from salesdesk.support.i18n import _

LONGEST_LINK: Final = 1900
"""Characters of a mailto link. Windows cuts links at about 2,080, so that a longer one is lost."""
MOST_RECIPIENTS: Final = 500
"""More in one mail are a slip; mail servers refuse them."""

_PERSON = re.compile(r"(?:(?P<name>[^<>]*?)\s*<(?P<inner>[^<>\s]+)>|(?P<bare>[^<>\s]+))")


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to be looked at, finished and sent by the rep.

    `to`: addresses, alone or as ``Name <address>``; attachments: (name, media type, bytes).
    """

    to: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[tuple[str, str, bytes], ...] = ()


def to_eml(draft: Draft, *, sender: str = "") -> bytes:
    """The draft as the bytes of an ``.eml`` file, with ``X-Unsent: 1`` so that it opens as one.

    Raises KnownError for an address that is none.
    """
    message = EmailMessage(policy=SMTP)
    if sender:
        message["From"] = _address(sender)
    if draft.to:
        message["To"] = [_address(one) for one in _few(draft.to)]
    message["Subject"] = _line(draft.subject)
    message["X-Unsent"] = "1"
    # Quoted-printable keeps every line short and every byte plain, whatever is pasted.
    message.set_content(_lines(draft.body), cte="quoted-printable")
    for name, media_type, content in draft.attachments:
        main, _slash, sub = _media_type(media_type).partition("/")
        message.add_attachment(content, main, sub, filename=cleaned_name(name))
    if draft.attachments:
        message.set_boundary(_boundary(draft))
    try:
        return message.as_bytes()
    except (MessageError, UnicodeError, ValueError) as error:
        raise _not_made(error) from error


def mailto(draft: Draft) -> str:
    """The draft as a mailto link; a body that is too long for one is cut after a word, with "…".

    Attachments do not go into a link: `fits_link` says whether all of it does. Raises KnownError
    for an address that is none, or when the recipients alone are too many for a link.
    """
    people = ",".join(quote(_address(one).addr_spec, safe="@!$'*+-._~") for one in _few(draft.to))
    head = f"mailto:{people}?subject={_quoted(_line(draft.subject))}"
    if len(head) > LONGEST_LINK:
        raise KnownError(
            _("These recipients and this subject are too long for a mail link. Nothing was sent; "
              "save the mail as a draft file instead.")
        )  # fmt: skip
    body = _lines(draft.body).rstrip("\n")
    if not body:
        return head
    whole = f"{head}&body={_quoted(body)}"
    return whole if len(whole) <= LONGEST_LINK else _cut(f"{head}&body=", body)


def fits_link(draft: Draft) -> bool:
    """Whether a link carries all of the draft. Raises KnownError as `mailto` does."""
    return not draft.attachments and not mailto(draft).endswith(_quoted("…"))


def _cut(head: str, body: str) -> str:
    """As much of the body as a link takes, up to the end of a word."""
    low, high = 0, len(body)
    while low < high:
        middle = (low + high + 1) // 2
        if len(head) + len(_quoted(body[:middle] + " …")) <= LONGEST_LINK:
            low = middle
        else:
            high = middle - 1
    kept = body[:low]
    if low < len(body) and not body[low].isspace():
        # A text without a single blank is cut anywhere.
        kept = re.sub(r"\S+\Z", "", kept) or kept
    return head + _quoted(kept.rstrip() + " …")


def _quoted(text: str) -> str:
    """Percent-encoded UTF-8; line ends as RFC 6068 wants them."""
    return quote(text.replace("\n", "\r\n"), safe="-._~!'()*")


def _line(text: str) -> str:
    """The text on one line, so that it cannot begin another header."""
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    """The text with plain line ends and one at its end, without what no mail can carry."""
    clean = "\n".join((entry.text(text) or "").splitlines())
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", clean)
    return f"{clean}\n" if clean else ""


def _few(people: tuple[str, ...]) -> tuple[str, ...]:
    if len(people) > MOST_RECIPIENTS:
        raise KnownError(
            _("A mail to more than {most} people is not made. Nothing was sent; choose fewer.")
            .format(most=MOST_RECIPIENTS)
        )  # fmt: skip
    return people


def _address(text: str) -> Address:
    """A name with its address. Raises KnownError when it is none."""
    found = _PERSON.fullmatch(_line(text))
    name, address = (found["name"] or "", found["inner"] or found["bare"]) if found else ("", "")
    user, at, domain = address.rpartition("@")
    if at and user and re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]+", domain):
        try:
            # The domain in letters that every mail server knows; the name before it as it is.
            plain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
            user.encode("ascii")
            return Address(name.strip('"'), user, plain)
        except (MessageError, UnicodeError, ValueError, IndexError):
            pass
    raise KnownError(
        _("“{text}” is not a mail address. Nothing was made; correct it where the person is shown.")
        .format(text=text[:80])
    )  # fmt: skip


def _media_type(text: str) -> str:
    """A media type that can stand in a header; bytes of unknown kind otherwise."""
    known = text.lower()
    is_one = re.fullmatch(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+", known)
    return known if is_one and not known.startswith("multipart/") else "application/octet-stream"


def _boundary(draft: Draft) -> str:
    """The line between parts: made of the contents, so that it is always the same, and in none."""
    digest = hashlib.sha256(draft.body.encode("utf-8", "replace"))
    for name, _media, content in draft.attachments:
        digest.update(name.encode("utf-8", "replace") + content)
    return f"=_salesdesk_{digest.hexdigest()[:40]}"


def _not_made(error: Exception) -> KnownError:
    return KnownError(
        _("The mail draft could not be made ({why}). Nothing was sent; check its recipients and "
          "its subject.").format(why=str(error)[:200])
    )  # fmt: skip
