"""What selling is: pure Python values and rules; no Qt, no SQL, no files."""
