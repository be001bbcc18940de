/*
 * name_word.h - the word that tells the source images from the targets.
 *
 * A name is cut into words at everything that is no letter or digit
 * ("BF_Position4_time10": 3 words) or, when FINE, also between letters
 * and digits ("xy01c1": 4).  The word of a side is one that more than
 * half of its names have in the same place and no name of the other side
 * has there.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_NAME_WORD_H
#define PAIRING_NAME_WORD_H

#include "pairing/image_glob.h"

enum name_word_place {
	NAME_WORD_FROM_LEFT,  /* the n-th word */
	NAME_WORD_FROM_RIGHT, /* the n-th last */
	NAME_WORD_ANYWHERE,
};

struct name_word_rule {
	int fine;
	enum name_word_place place;
	struct word {
		char *text; /* NULL: this side has none */
		size_t index;
	} word[2]; /* source, target */
};

/* Find the words under the given way of counting.  1: found; 0: there
 * are none, or they differ in more than one place. */
int name_word_find(struct name_word_rule *rule, const struct image_glob *source,
		   const struct image_glob *target, int fine,
		   enum name_word_place place);
void name_word_release(struct name_word_rule *rule);

/* NAME (its first N bytes) without the word of SIDE and one separator
 * beside it; NULL RULE: as it is.  The caller frees it. */
char *name_word_take_out(const struct name_word_rule *rule, int side,
			 const char *name, size_t n);

#endif
