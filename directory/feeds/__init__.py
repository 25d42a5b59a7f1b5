"""Room: sitemap, OpenSearch description and the feed of what is new."""
