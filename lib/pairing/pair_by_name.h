/*
 * pair_by_name.h - pairs source and target images by their names.
 *
 * Images with the same key form a pair.  The key is a name without the word
 * that tells sources from targets.  Only one word may differ.  Names that
 * differ in more places stay unmatched, because a guess could be wrong.
 *
 * Apart from sorting, the time is proportional to the number of names.  100,000
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
	/* Sentences about images without a partner, and about keys shared by
	 * several images.  These images are left out of LIST. */
	struct strs unmatched, ambiguous;
	/* Word of each side that is not part of the key; "" if the side has no
	 * such word.  If both words are "", equal names form a pair. */
	char *source_word, *target_word;
};

/* Fills M with the pairs.  The key is a name without the word of its side. */
void pair_by_name_by_word(struct pair_by_name *m,
			  const struct image_glob *source,
			  const struct image_glob *target);

/* Does the same with other keys.  Each key is what the expression KEY cuts out
 * of the whole reference. */
void pair_by_name_by_pattern(struct pair_by_name *m,
			     const struct image_glob *source,
			     const struct image_glob *target,
			     const struct regex *key);

/* Reports how many pairs there are and how they were found. */
void pair_by_name_report(const struct pair_by_name *m,
			 struct messages *messages);
void pair_by_name_release(struct pair_by_name *m);

#endif
