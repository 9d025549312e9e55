"""One reading of any text: words, sentences, numbers, negation, stems, languages. Every other room stands on it."""
