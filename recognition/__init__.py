"""Find faces and compare them with people who agreed to it: no name, no consent, no host."""
