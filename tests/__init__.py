"""The test suite; shared makers of records and files lie beside this file."""
