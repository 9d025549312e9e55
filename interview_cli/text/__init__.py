"""One reading of any text: words, sentences, numbers, negation, stems, languages, meaning. All else stands on it."""
