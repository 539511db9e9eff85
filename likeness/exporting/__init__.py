"""Taking data out: of one person as a ZIP, of the whole installation as a folder."""
