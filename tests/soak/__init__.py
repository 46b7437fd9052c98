"""Hours of random use, kills and faults, a command each; the suite has a short form of all."""
