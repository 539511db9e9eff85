"""A ResourceSpace in memory, on a real HTTP server: with the traps that were measured on a live one."""
