"""What can be done with desk files from the window: open, make, copy out, back up, check."""
