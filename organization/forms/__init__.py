"""Forms of the organization room: they take what is typed apart; what is allowed is decided by the verbs."""
