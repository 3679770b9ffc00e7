"""openai-whisper's model, driven in batches with exact word times."""
