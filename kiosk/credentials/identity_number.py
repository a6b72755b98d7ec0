"""Identity number: what the 12 digits of a personal number say about their holder.

`PPP G YY RRRRRR` (NĐ 137/2015 Đ13): province of birth registration, century
and sex, year, random. There is no check digit, and real cards differ after
corrections of civil status: what does not agree only ever warns.
"""

from collections.abc import Mapping

import msgspec

from kiosk.credentials.credential import Claim
from kiosk.credentials.fields import is_digits
from kiosk.reason import Reason

LENGTH = 12

PROVINCES = {
    "001": "Hà Nội",
    "002": "Hà Giang",
    "004": "Cao Bằng",
    "006": "Bắc Kạn",
    "008": "Tuyên Quang",
    "010": "Lào Cai",
    "011": "Điện Biên",
    "012": "Lai Châu",
    "014": "Sơn La",
    "015": "Yên Bái",
    "017": "Hòa Bình",
    "019": "Thái Nguyên",
    "020": "Lạng Sơn",
    "022": "Quảng Ninh",
    "024": "Bắc Giang",
    "025": "Phú Thọ",
    "026": "Vĩnh Phúc",
    "027": "Bắc Ninh",
    "030": "Hải Dương",
    "031": "Hải Phòng",
    "033": "Hưng Yên",
    "034": "Thái Bình",
    "035": "Hà Nam",
    "036": "Nam Định",
    "037": "Ninh Bình",
    "038": "Thanh Hóa",
    "040": "Nghệ An",
    "042": "Hà Tĩnh",
    "044": "Quảng Bình",
    "045": "Quảng Trị",
    "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng",
    "049": "Quảng Nam",
    "051": "Quảng Ngãi",
    "052": "Bình Định",
    "054": "Phú Yên",
    "056": "Khánh Hòa",
    "058": "Ninh Thuận",
    "060": "Bình Thuận",
    "062": "Kon Tum",
    "064": "Gia Lai",
    "066": "Đắk Lắk",
    "067": "Đắk Nông",
    "068": "Lâm Đồng",
    "070": "Bình Phước",
    "072": "Tây Ninh",
    "074": "Bình Dương",
    "075": "Đồng Nai",
    "077": "Bà Rịa - Vũng Tàu",
    "079": "TP. Hồ Chí Minh",
    "080": "Long An",
    "082": "Tiền Giang",
    "083": "Bến Tre",
    "084": "Trà Vinh",
    "086": "Vĩnh Long",
    "087": "Đồng Tháp",
    "089": "An Giang",
    "091": "Kiên Giang",
    "092": "Cần Thơ",
    "093": "Hậu Giang",
    "094": "Sóc Trăng",
    "095": "Bạc Liêu",
    "096": "Cà Mau",
}
"""The 63 provinces of annex 1 of TT 07/2016, which issued numbers keep for ever.

Never the 34 units of 2025: they re-use codes under other names (formats.md 2).
"""


class IdentityNumber(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a personal number that mean something; `sex` as in `Claim.SEX`."""

    province: str
    sex: str
    birth_year: int


def parse(number: str) -> IdentityNumber | None:
    """Return the parts of `number`, None where it is not 12 digits."""
    if not is_digits(number, LENGTH):
        return None
    century, female = divmod(int(number[3]), 2)
    return IdentityNumber(
        province=number[:3],
        sex="female" if female else "male",
        birth_year=1900 + 100 * century + int(number[4:6]),
    )


def find_warnings(claims: Mapping[Claim, str]) -> tuple[Reason, ...]:
    """Return what in `claims` does not agree with the document's number."""
    number = parse(claims.get(Claim.DOCUMENT, ""))
    if number is None:
        return ()
    year = claims.get(Claim.BIRTH_DATE, "")[:4]
    sex = claims.get(Claim.SEX, number.sex)
    checks = (
        (Reason.ID_PROVINCE_UNKNOWN, number.province not in PROVINCES),
        (Reason.ID_BIRTH_DIFFERS, is_digits(year) and int(year) != number.birth_year),
        (Reason.ID_SEX_DIFFERS, sex != number.sex),
    )
    return tuple(reason for reason, differs in checks if differs)
