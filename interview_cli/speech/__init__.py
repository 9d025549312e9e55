"""Speech in and out: microphone, recordings, transcription, text-to-speech."""
