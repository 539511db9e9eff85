"""The product: wiring, commands, pages, storage, keys, audit; no decisions."""
