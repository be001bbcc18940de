/*
 * pair_by_name.h - pairs source and target images by their names.
 *
 * Images with the same key form a pair.  The key is a name without the word
 * that tells sources from targets.  Only one word may differ.  Names that
 * differ in more places stay unmatched, because a guess could be wrong.
 *
 * Takes time proportional to the number of names, except for sorting: 100,000
 * names take well under a second.
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
		const char *source, *target; /* owned by the lists of images */
	} * list; /* sorted by KEY; each key occurs once */
	size_t n, cap;
	/* Sentences that name the images left out. */
	struct strs unmatched, ambiguous;
	/* How the key was found: the word of each side.  If a side has none, it
	 * is ""; if both are "", equal names form a pair. */
	char *source_word, *target_word;
};

void pair_by_name_by_word(struct pair_by_name *m,
			  const struct image_glob *source,
			  const struct image_glob *target);
/* Does the same with keys that KEY cuts out of the whole references. */
void pair_by_name_by_pattern(struct pair_by_name *m,
			     const struct image_glob *source,
			     const struct image_glob *target,
			     const struct regex *key);
/* Reports how many pairs there are and how they were found. */
void pair_by_name_report(const struct pair_by_name *m,
			 struct messages *messages);
void pair_by_name_release(struct pair_by_name *m);

#endif
