"""The forms of a document by name: known without any library."""

FORMS = {
    "docx": "sim.documents.word:write_word",
    "pdf": "sim.documents.pdf:write_pdf",
    "md": "sim.documents.markdown:write_markdown",
}
"""Form, as the ending of the file names it -> what writes it."""
