"""How what people do reaches the app: over HTTP with signatures, or over its sockets; events with retries."""
