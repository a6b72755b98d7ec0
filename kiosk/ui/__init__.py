"""The window: flow and screens without Qt, and the widgets that paint them."""
