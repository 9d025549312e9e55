"""One reading of any text: words, sentences, stems, numbers, languages, meaning."""
