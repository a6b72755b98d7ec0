"""Staff: the texts of the screens of who works at the gate, for lupdate."""

from kiosk.ui.phrases.marking import QT_TRANSLATE_NOOP

KEYS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("staff", "staff.failed"),
    QT_TRANSLATE_NOOP("staff", "staff.still_there"),
    QT_TRANSLATE_NOOP("staff", "staff.button.back"),
    QT_TRANSLATE_NOOP("staff", "staff.button.stay"),
    QT_TRANSLATE_NOOP("staff", "staff.button.confirm"),
    QT_TRANSLATE_NOOP("staff", "staff.settle.admitted"),
    QT_TRANSLATE_NOOP("staff", "staff.settle.turned_away"),
    QT_TRANSLATE_NOOP("staff", "staff.settle.hint"),
    QT_TRANSLATE_NOOP("staff", "staff.settle.other"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.document_seen"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.known"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.superior"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.emergency"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.no_document"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.not_same_person"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.not_expected"),
    QT_TRANSLATE_NOOP("staff", "staff.reason.left"),
    QT_TRANSLATE_NOOP("staff", "staff.refusal.unknown_entry"),
    QT_TRANSLATE_NOOP("staff", "staff.refusal.already_void"),
    QT_TRANSLATE_NOOP("staff", "staff.refusal.not_a_check"),
    QT_TRANSLATE_NOOP("staff", "staff.refusal.already_settled"),
)
