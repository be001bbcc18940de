/*
 * pair_by_name.h - which source image belongs to which target image.
 *
 * By a key: what is left of a name when the word that tells sources from
 * targets is taken out.  Only one word may differ; names that differ in
 * more places are left unmatched rather than guessed at.  Linear but for
 * sorting: 100,000 names take well under a second.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_PAIR_BY_NAME_H
#define PAIRING_PAIR_BY_NAME_H

#include "base/messages.h"
#include "base/strs.h"
#include "pairing/image_glob.h"
#include "pairing/regex.h"

struct pair_by_name {
	struct pair_by_name_row {
		char *key;
		const char *source, *target; /* belong to the names */
	} * list;			     /* sorted by KEY, each key once */
	size_t n, cap;
	/* What was left out, as sentences that quote the names. */
	struct strs unmatched, ambiguous;
	/* How the key was found: the word of each side ("" where a side
	 * has none; both "" when equal names make a pair). */
	char *source_word, *target_word;
};

void pair_by_name_by_word(struct pair_by_name *m,
			  const struct image_glob *source,
			  const struct image_glob *target);
/* KEY is applied to the whole reference. */
void pair_by_name_by_pattern(struct pair_by_name *m,
			     const struct image_glob *source,
			     const struct image_glob *target,
			     const struct regex *key);
/* Reports how many pairs there are and how they were found. */
void pair_by_name_report(const struct pair_by_name *m,
			 struct messages *messages);
void pair_by_name_release(struct pair_by_name *m);

#endif
