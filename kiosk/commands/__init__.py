"""Commands: what each word of the command line does, one module a command."""
