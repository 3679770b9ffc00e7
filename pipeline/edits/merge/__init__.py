"""The three-way merge of captions."""
