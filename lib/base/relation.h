/*
 * relation.h - reads and tests relations between numbers, such as "<=".
 */
#ifndef BASE_RELATION_H
#define BASE_RELATION_H

#include <stddef.h>

enum relation {
	RELATION_LESS,
	RELATION_AT_MOST,
	RELATION_MORE,
	RELATION_AT_LEAST,
	RELATION_EQUAL,
	RELATION_OTHER,
};

/* Reads the sign (<, <=, >, >=, =, == or !=) with which TEXT begins into *R.
 * Returns the length of the sign, or 0 if there is none. */
size_t relation_read(enum relation *r, const char *text);

/* Returns 1 if R holds between A and B, otherwise 0.  If A or B is NAN, only
 * RELATION_OTHER (!=) holds. */
int relation_holds(enum relation r, double a, double b);

#endif
