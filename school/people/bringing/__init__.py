"""Files that people bring: a file is kept and looked at, its person answers what it can't tell,
sees what would come of it, lets it be taken over by a worker, and can take it back.

What kind of file it is, and what is done with it, is a `Source`; this floor's is the roster, the
sales file is standing's.
"""
