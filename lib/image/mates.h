/*
 * mates.h - which source image belongs to which target image.
 *
 * By a key: what is left of a name when the word that tells sources from
 * targets is taken out.  Only one word may differ; names that differ in
 * more places are left unmatched rather than guessed at.  Linear but for
 * sorting: 100,000 names take well under a second.
 */
#ifndef IMAGE_MATES_H
#define IMAGE_MATES_H

#include "base/strs.h"
#include "image/names.h"
#include "image/pattern.h"

struct mates {
	struct mates_pair {
		char *key;
		const char *source, *target;	/* belong to the names */
	} *at;				/* sorted by KEY, each key once */
	size_t n, cap;
	/* What was left out, as sentences that quote the names. */
	struct strs unmatched, ambiguous;
	/* How the key was found: the word of each side ("" where a side
	 * has none; both "" when equal names make a pair). */
	char *source_word, *target_word;
};

void mates_by_word(struct mates *m, const struct names *source,
		   const struct names *target);
/* KEY is applied to the whole reference. */
void mates_by_pattern(struct mates *m, const struct names *source,
		      const struct names *target,
		      const struct pattern *key);
/* How many pairs there are and how they were found, as one sentence. */
void mates_tell(const struct mates *m, struct buf *to);
void mates_release(struct mates *m);

#endif
