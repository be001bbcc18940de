/*
 * registration.h - the part of C7 that a few pairs suffice for.
 */
#ifndef CHECK_REGISTRATION_H
#define CHECK_REGISTRATION_H

#include "check/check.h"

/* Adds to J the median shift of the targets of A, if most pairs agree on it,
 * and whether they fit better turned or mirrored.  Of A's rows, only what
 * fingerprints_correlate measures is used. */
void registration_few(const struct fingerprints *a, struct check_report *j);

#endif
