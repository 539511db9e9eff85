"""Pages for the people who do the work, on the office listener. Plain forms; scripts only help."""
