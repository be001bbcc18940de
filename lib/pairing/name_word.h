/*
 * name_word.h - finds the word in names that tells sources from targets.
 *
 * Inside lib/pairing only.
 *
 * A name is cut into words at characters that are neither letters nor digits:
 * "BF_Position4_time10" has 3 words.  If FINE is 1, it is also cut between
 * letters and digits: "xy01c1" has 4 words.
 *
 * The word of a side is the same word, in the same place, in more than half of
 * the names of this side.  No name of the other side has it there.
 */
#ifndef PAIRING_NAME_WORD_H
#define PAIRING_NAME_WORD_H

#include "pairing/image_glob.h"

enum name_word_place {
	NAME_WORD_FROM_LEFT,  /* the n-th word of the name */
	NAME_WORD_FROM_RIGHT, /* the n-th word counted from the last */
	NAME_WORD_ANYWHERE,
};

struct name_word_rule {
	int fine;
	enum name_word_place place;
	struct word {
		char *text; /* NULL: the side has no such word */
		size_t index;
	} word[2]; /* source, target */
};

/* Returns 1 and fills RULE if there are such words, of both sides or of one; 0
 * if not, or if the sides differ in several places.  The caller releases
 * RULE. */
int name_word_find(struct name_word_rule *rule, const struct image_glob *source,
		   const struct image_glob *target, int fine,
		   enum name_word_place place);
void name_word_release(struct name_word_rule *rule);

/* Returns the first N bytes of NAME without the word of SIDE (0: source, 1:
 * target) and one separator next to it.  If RULE is NULL, nothing is taken out.
 * The caller frees the text. */
char *name_word_take_out(const struct name_word_rule *rule, int side,
			 const char *name, size_t n);

#endif
