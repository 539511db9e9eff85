"""Find faces in pixels and compare them with people who agreed to it; knows no name, no consent, no host."""
