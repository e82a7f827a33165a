"""Programs on top of the client: backups of a system and their restoration, a command line, webhooks."""
