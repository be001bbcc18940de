/*
 * slip.h - finds what a hand or a spreadsheet has changed in a manifest.
 */
#ifndef MANIFEST_SLIP_H
#define MANIFEST_SLIP_H

#include "manifest/manifest.h"

/* Counts the names among N that are perhaps another name of them: they differ
 * from it only in case, blanks or leading zeros of numbers ("3", "03").  Two
 * of them are put into ALIKE. */
size_t slip_names(const char *const *name, size_t n, const char *alike[2]);

/* Warns of columns of T that are perhaps one of a manifest, which T has not:
 * their names differ from it only in case, blanks or the _ ("Group",
 * "source offset"). */
void slip_columns(const struct tsv *t, struct messages *to);

/* Warns of what slip_columns finds; of rows whose offset or scale differs from
 * that of other rows by more than 1e-12 of it, though source_fit or target_fit
 * says that one fit of the set, or of their group, gave both; and of groups
 * whose names are perhaps one (slip_names). */
void slip_report(const struct manifest *p, struct messages *to);

#endif
