"""The words for what is wrong in a spreadsheet that is read in, cell by cell."""

MESSAGES: dict = {}
