"""Question banks kept as tables: a question a row, however the columns are called and ordered.

A file passes through the modules in this order: lines (the file as sheets of lines), columns
(what each column means, from its header or its content), rows (the lines that are questions),
reading (a row as a question, with words, answers, choices, typed). `writing` is our own template.
"""

from assessments.formats.table.reading import read_table
from assessments.formats.table.writing import table_of

__all__ = ["read_table", "table_of"]
