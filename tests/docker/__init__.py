"""The container, the compose file and the unit: parsed, and the promises they make."""
