"""Staff: the screens of who works at the gate, over the gate's own."""
