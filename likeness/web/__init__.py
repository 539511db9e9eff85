"""Pages and the API on two listeners, office and public. Rules and storage are passed in."""
