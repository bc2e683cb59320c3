"""Excel in and out: recognising the tables of a workbook, making a project of them, templates."""
