"""The playground: its page, its stories, and the loopback WeCom that speaks the real protocol."""
