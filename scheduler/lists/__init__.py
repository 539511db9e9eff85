"""Lists of other systems: reading tables, planning what they change, writing them. Pure."""
