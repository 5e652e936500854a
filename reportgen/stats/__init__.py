"""Statistics on plain numbers: no frame, path, setting or clock comes in here."""
