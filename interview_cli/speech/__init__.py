"""Speaking and being heard: microphone, recordings, transcription, the voice."""
