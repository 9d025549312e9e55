"""One utterance of pyttsx3, run as a script in a process of its own: `FILE WORDS_PER_MINUTE [VOICE]`, text on stdin.

pyttsx3 speaks one text per process reliably and no more: the first `runAndWait` of a process does nothing, of two
queued texts only the last is spoken, and stopping or a bad path can hang for ever.
"""

import sys

import pyttsx3


def main() -> None:
    """Speak standard input into the file."""
    file, words_per_minute, *voice = sys.argv[1:]
    engine = pyttsx3.init()
    engine.setProperty("rate", int(words_per_minute))
    if voice:
        engine.setProperty("voice", find_voice(engine, voice[0]))
    engine.runAndWait()
    engine.save_to_file(sys.stdin.buffer.read().decode(), file)
    engine.runAndWait()


def find_voice(engine: pyttsx3.Engine, wanted: str) -> str:
    """The id of the voice with this id, name or language; an unknown one would be passed over in silence."""
    voices = engine.getProperty("voices")
    by_name = {str(voice.id).casefold(): str(voice.id) for voice in voices}
    for voice in voices:
        for name in [voice.name, *(voice.languages or [])]:
            by_name.setdefault(str(name).casefold(), str(voice.id))
    if found := by_name.get(wanted.casefold()):
        return found
    sys.exit(f"there is no voice {wanted!r}")


if __name__ == "__main__":
    main()
