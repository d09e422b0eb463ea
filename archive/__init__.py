"""The wiring: settings, addresses, middleware, server. Nothing here knows what an article is."""
