"""Neighbours: kiosks of one point on one LAN, who tell each other who is inside."""
