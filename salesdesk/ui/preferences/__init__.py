"""What the user chooses once: look, language, currency, name, paper, backups."""
