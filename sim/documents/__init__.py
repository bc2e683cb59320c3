"""Documents for an office: one list of headings, paragraphs, tables and pictures, three writers."""
