"""Many briefs: a folder, a list or a feed into a folder of documents, and never twice.

`run.run_batch` is the whole of it. `inputs` finds the items, `manifest` knows what became of each,
`stages` makes briefs of them, `index` and `digest` write about all of them, `cluster` spreads the
work over machines.
"""
