"""The rooms of the program that pictures are taken of, a module each."""
