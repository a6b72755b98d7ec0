"""Places: one that has all that can be told of it."""

from province.category import Category
from province.place import Place

PLACE = Place(
    name="Quán Mẫu",
    category=Category.RESTAURANT,
    unit="04",
    address="Số 1",
    contact_name="NGUYỄN VĂN MẪU",
    contact_phone="0912000001",
)
