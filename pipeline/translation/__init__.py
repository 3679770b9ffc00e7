"""Sentences become translations, and translations become placed cues."""
