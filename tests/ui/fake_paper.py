"""Fake paper: a printer that keeps what it was asked for, or refuses it."""

from kiosk.ui.paper_calls import (
    NotPrinted,
    PaperAnswer,
    PaperCall,
    PaperFault,
    Printed,
)

PLACE = "Máy in ở quầy"


class FakePaper:
    """Prints, but for as many calls as it is told to refuse."""

    def __init__(
        self, refuses: int = 0, fault: PaperFault = PaperFault.NO_PRINTER
    ) -> None:
        self.refuses = refuses
        self._fault = fault
        self.printed: list[PaperCall] = []

    def print_out(self, call: PaperCall) -> PaperAnswer:
        if self.refuses > 0:
            self.refuses -= 1
            return NotPrinted(call=call, fault=self._fault)
        self.printed.append(call)
        return Printed(call=call, place=PLACE)
