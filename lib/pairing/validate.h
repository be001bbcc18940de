/*
 * validate.h - finds problems that only a comparison of all pairs shows: one
 * image under several names, images of different types or sizes.
 */
#ifndef PAIRING_VALIDATE_H
#define PAIRING_VALIDATE_H

#include "file/tsv.h"
#include "manifest/problem.h"

/* Reports to PROBLEMS the images of T that occur under several names or differ
 * from most others in type, and warns of different sizes.  Fails with err_data
 * if there is a problem of a kind that is not allowed. */
int validate_rows(const struct tsv *t, struct problems *problems,
		  struct err *err);

#endif
