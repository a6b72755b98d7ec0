"""Protocol: what kiosk and province say to each other; imports nothing of kiosk."""
