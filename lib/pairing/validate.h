/*
 * validate.h - what only shows when all pairs are seen together: the same
 * image twice, other types, other sizes.
 */
#ifndef PAIRING_VALIDATE_H
#define PAIRING_VALIDATE_H

#include "base/tsv.h"
#include "manifest/problem.h"

/* Find images of another type than most, one image under several names, and
 * several sizes among the rows of T.  Each is reported; err_data unless
 * allowed (sizes are never an error). */
int validate_rows(const struct tsv *t, struct problems *problems,
		  struct err *err);

#endif
