/*
 * name_word.h - finds the word in names that tells sources from targets.
 *
 * A name is cut into words at every character that is neither a letter nor a
 * digit: "BF_Position4_time10" has 3 words.  If FINE is 1, it is also cut
 * between letters and digits: "xy01c1" has 4 words.
 *
 * The word of a side must meet two conditions.  More than half of the names of
 * the side have the word in the same place.  No name of the other side has the
 * word in that place.
 *
 * Inside lib/pairing only.
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
		char *text; /* NULL: this side has no such word */
		size_t index;
	} word[2]; /* source, target */
};

/* Returns 1 if it found the words of both sides, and fills RULE.  Returns 0 if
 * there are no such words, or if the sides differ in more than one place.  FINE
 * and PLACE say how words are cut and counted. */
int name_word_find(struct name_word_rule *rule, const struct image_glob *source,
		   const struct image_glob *target, int fine,
		   enum name_word_place place);
void name_word_release(struct name_word_rule *rule);

/* Returns the first N bytes of NAME without the word of SIDE (0: source, 1:
 * target) and without one separator next to it.  If RULE is NULL, returns all N
 * bytes.  The caller frees the text. */
char *name_word_take_out(const struct name_word_rule *rule, int side,
			 const char *name, size_t n);

#endif
