"""The personal page: my consents, where I appear, changing and ending them. No account."""
