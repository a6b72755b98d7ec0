"""Key slots: where the secrets lie that open them, one module for each kind."""
