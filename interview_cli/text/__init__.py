"""One reading of any text: words, sentences, numbers, negation, stems, languages, meaning. Every other room stands on it."""
