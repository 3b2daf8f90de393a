"""briefgen: news articles into short, trustworthy briefs in Dari, Pashto and Russian."""
