"""Fonts: Noto Sans, cut to the letters that the screens need; OFL.txt beside it."""
