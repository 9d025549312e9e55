"""One reading of any text: words, sentences, numbers, negation, stems, languages, meaning. All rooms stand on it."""
