"""What all pages for people share: shell, trust, limits, visits. No page of its own."""
