/*
 * validate.h - finds problems that only show when all pairs are compared: the
 * same image under several names, images of different types or sizes.
 */
#ifndef PAIRING_VALIDATE_H
#define PAIRING_VALIDATE_H

#include "file/tsv.h"
#include "manifest/problem.h"

/* Finds images of T that have another type than most images, occur under
 * several names, or differ in size.  Reports each of them.  Fails with err_data
 * if a kind of these problems is not allowed.  Images that differ in size are
 * never an error. */
int validate_rows(const struct tsv *t, struct problems *problems,
		  struct err *err);

#endif
