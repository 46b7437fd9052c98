"""The Discover panel of a deal: questions, answers, marks, the capture line."""
