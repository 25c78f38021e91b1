"""The program against its peers."""
