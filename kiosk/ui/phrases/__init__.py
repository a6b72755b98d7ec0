"""Phrases: the keys of the screens' texts, as lupdate reads them (assets/locale/compile.py)."""
