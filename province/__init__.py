"""The provincial server: points, enrolment, ledger, views."""
