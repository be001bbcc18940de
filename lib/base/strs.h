/*
 * strs.h - a list that owns its strings.  An all-zero list is empty.
 */
#ifndef BASE_STRS_H
#define BASE_STRS_H

#include <stddef.h>

struct strs {
	char **at;
	size_t n, cap;
};

void strs_release(struct strs *s);
void strs_add(struct strs *s, const char *text); /* appends a copy */
void strs_take(struct strs *s, char *text); /* appends TEXT; S then owns it */
void strs_sort(struct strs *s);		    /* by bytes */
int strs_has(const struct strs *s, const char *text);

/* Returns the index of TEXT in S, or -1.  S must be sorted. */
long strs_find(const struct strs *s, const char *text);

/* Appends copies of the pieces of TEXT between SEPARATORs, empty pieces
 * included. */
void strs_split(struct strs *s, const char *text, char separator);

/* Returns the number of edits (insert, drop, change, swap neighbours) from A to
 * B, at most 9: the optimal string alignment distance. */
int strs_distance(const char *a, const char *b);

#endif
