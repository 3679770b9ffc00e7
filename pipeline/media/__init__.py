"""What a media file holds, and its sound."""
