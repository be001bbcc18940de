/*
 * pair_by_name.h - pairs source and target images by their names.
 *
 * Inside lib/pairing only.
 *
 * Images with the same key form a pair.  Names that differ in more than the key
 * are not paired.
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
	/* number of pairs of planes whose frame or slice differs, though a `*`
	 * stood for it on both sides; the first of these */
	size_t apart;
	const char *apart_source, *apart_target;
	/* sentences about images without a partner, and about keys that several
	 * images of a side have */
	struct strs unmatched, ambiguous;
	/* word of each side that the key leaves out, or "" */
	char *source_word, *target_word;
};

/* Fills M with the pairs.  The key is the name without the word that tells
 * sources from targets (name_word.h).  A single source and a single target are
 * a pair whatever their names. */
void pair_by_name_by_word(struct pair_by_name *m,
			  const struct image_glob *source,
			  const struct image_glob *target);

/* Fills M with the pairs.  The key is what KEY cuts out of the reference,
 * but for dark and flat images and bin. */
void pair_by_name_by_pattern(struct pair_by_name *m,
			     const struct image_glob *source,
			     const struct image_glob *target,
			     const struct regex *key);

/* Reports how many pairs there are and how they were found. */
void pair_by_name_report(const struct pair_by_name *m,
			 struct messages *messages);

/* Warns if a --key makes pairs of planes that are apart. */
void pair_by_name_warn(const struct pair_by_name *m, struct messages *messages);
void pair_by_name_release(struct pair_by_name *m);

#endif
