/*
 * validate.h - finds problems that only show in the whole set of pairs: the
 * same image twice, images of different types or sizes.
 */
#ifndef PAIRING_VALIDATE_H
#define PAIRING_VALIDATE_H

#include "file/tsv.h"
#include "manifest/problem.h"

/* Finds, among the rows of T, images whose type differs from that of most,
 * images that occur under several names, and differing sizes.  Reports each;
 * returns err_data unless its kind is allowed (differing sizes are never an
 * error). */
int validate_rows(const struct tsv *t, struct problems *problems,
		  struct err *err);

#endif
