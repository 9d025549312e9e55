"""One utterance of pyttsx3, run as a script in a process of its own: `WORDS_PER_MINUTE [VOICE]`.

It gets ready, then waits on its standard input for a JSON list of the file to write and the text. When that ends
without one, whoever has started it is gone, and it ends too.

pyttsx3 speaks one text per process reliably and no more: the first `runAndWait` of a process does nothing, of two
queued texts only the last is spoken, and stopping or a bad path can hang forever.
"""

import json
import sys

import pyttsx3


def main() -> None:
    """Speak what is asked for."""
    words_per_minute, *voice = sys.argv[1:]
    engine = pyttsx3.init()
    engine.setProperty("rate", int(words_per_minute))
    if voice:
        engine.setProperty("voice", find_voice(engine, voice[0]))
    engine.runAndWait()
    if request := sys.stdin.buffer.read():
        file, text = json.loads(request)
        engine.save_to_file(text, file)
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
