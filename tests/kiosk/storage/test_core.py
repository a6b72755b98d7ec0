"""SQLAlchemy speaks through the driver's connection, and leaves its transactions alone."""

from contextlib import closing

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from kiosk.storage.core import bind


def test_it_is_in_no_transaction_until_the_driver_is() -> None:
    with closing(sqlcipher.connect(":memory:", isolation_level=None)) as driver:
        bound = bind(driver)
        assert bound.execute(text("SELECT 1")).scalar_one() == 1
        assert not driver.in_transaction
        driver.execute("BEGIN")
        assert bound.execute(text("SELECT 2")).scalar_one() == 2
        assert driver.in_transaction
