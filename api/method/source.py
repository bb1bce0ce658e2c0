"""Where advice comes from, where it is nobody else's."""

METHOD = "Touchbase method"
