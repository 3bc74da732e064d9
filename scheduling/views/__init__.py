"""What a reader may see, ready to be put into words: names resolved, access applied, nothing left to look up. Pure."""
