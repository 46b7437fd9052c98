"""The real program on a virtual X screen, used with a real mouse and keyboard."""
