"""DOCX."""

from io import BytesIO

from interview_cli.documents.lines import Document, numbered


def read_docx(data: bytes, source: str) -> Document:
    """The lines of a Word document."""
    del source
    import docx

    return Document(numbered(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs))
