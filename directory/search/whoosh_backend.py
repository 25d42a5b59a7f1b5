"""The only module that knows Whoosh."""
