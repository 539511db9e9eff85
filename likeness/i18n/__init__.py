"""The reader's language: words, signs and sentences. Decides nothing."""
