"""The engine of several machines: the same vectors in a Milvus collection, asked over gRPC.

A term is a dimension of the sparse vectors. Its number comes from a dictionary in the shared
database (`statistics`) and not from a hash: dimensions are 32 bits, so of V hashed terms some
V² / 2³³ share one with another, and passages would be found by words that they don't hold. Of the
536,557 syllables and bigrams of 20,000 news articles 35 do, of ten million terms 11,600 would. The
dictionary costs nothing more: a question reads its terms' document frequencies anyway, and both
stand in one row.

Milvus's own BM25 is not used: its statistics are each segment's own, and deletes never reach them.
"""
