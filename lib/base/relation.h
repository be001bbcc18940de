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

/* Reads the sign at the beginning of TEXT: <, <=, >, >=, =, == or !=.  Returns
 * its number of characters and sets *R, or returns 0 if there is no sign. */
size_t relation_read(enum relation *r, const char *text);

/* Returns 1 if R holds between A and B.  A NAN is other than any number, and
 * no other relation holds for it. */
int relation_holds(enum relation r, double a, double b);

#endif
