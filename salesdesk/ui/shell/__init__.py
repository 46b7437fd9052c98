"""The window around the pages: sidebar, menus, palette, messages, manual."""
