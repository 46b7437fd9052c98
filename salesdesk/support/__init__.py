"""What every layer may use: places, settings, logs, language, locks."""
