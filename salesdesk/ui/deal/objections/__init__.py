"""The Objections panel of a deal and the short play that Ctrl+O opens from anywhere."""
