"""PDF."""

from interview_cli.documents.lines import Document, numbered
from interview_cli.pdfium import open_pdf


def read_pdf(data: bytes, source: str) -> Document:
    """The lines of a PDF document."""
    with open_pdf(data, source, 40, "CV") as document:
        text = "\n".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document)
    return Document(numbered(text.split("\n")))
