"""The starter school: what lies in files a trainer can read, and how it gets into the school."""
