"""Sales files that people bring in the CMS: looked at, compared with the week's current version,
taken over, taken back; weeks that are locked; rows that are linked to a leader by hand."""
