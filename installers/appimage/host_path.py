"""Host path: what the kiosk starts (a player, a printer) loads the machine's own libraries.

The frozen program itself has its libraries already: the loader looked at the
variable when the process started.
"""

import os

_host = os.environ.pop("KIOSK_HOST_LIBRARY_PATH", "")
os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _host:
    os.environ["LD_LIBRARY_PATH"] = _host
