"""The verbs: all that the screens and the command line may ask of a desk."""
