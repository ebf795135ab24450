"""Files that people take away, how they look, and links to read without an account."""
