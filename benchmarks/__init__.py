"""Programs that measure; each prints one JSON object last. Never in the wheel."""
