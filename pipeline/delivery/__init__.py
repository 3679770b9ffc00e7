"""What a bundle is made of: media with tracks, a stream, a web page, a manifest."""
