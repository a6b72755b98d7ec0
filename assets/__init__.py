"""Assets: fonts, icons, sounds and texts, as files beside this one."""
