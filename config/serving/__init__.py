"""Serving the program: the server and what it lets in, the threads of requests, the courier, and how it all ends."""
