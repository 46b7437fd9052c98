"""Call mode: a full window for the talk itself, the sheet before it and the summary after it."""
