"""Fake paper: a printer that keeps what it was asked for, or refuses it."""

from kiosk.ui.paper_calls import (
    NotPrinted,
    PaperAnswer,
    PaperCall,
    PaperFault,
    Printed,
)


class FakePaper:
    """Prints, but for as many calls as it is told to refuse."""

    def __init__(self, refuses: int = 0) -> None:
        self.refuses = refuses
        self.printed: list[PaperCall] = []

    def print_out(self, call: PaperCall) -> PaperAnswer:
        if self.refuses > 0:
            self.refuses -= 1
            return NotPrinted(call=call, fault=PaperFault.NO_PRINTER)
        self.printed.append(call)
        return Printed(call=call, place="Máy in ở quầy")
