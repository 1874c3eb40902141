"""Packages of other authoring tools: unpacked, shown from an address of their own, heard."""
