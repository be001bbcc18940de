/*
 * build.h - a table of pairs in the making: looked at, grouped, split.
 *
 * Works on a table with the columns id, source and target; what is found
 * goes into columns of its own.  What is wrong with the images comes back
 * as sentences, all of them and not only the first, because a person
 * mends a folder in one go.
 */
#ifndef PAIRING_BUILD_H
#define PAIRING_BUILD_H

#include "base/strs.h"
#include "base/tsv.h"
#include "pairing/pair_by_name.h"
#include "pairing/regex.h"
#include "manifest/problem.h"

/* Columns id, source, target, and a row for each pair of M. */
void build_from_names(struct tsv *t, const struct pair_by_name *m);

/* From a table that has source and target: fill empty ids from the name
 * of the source (KEY applied to it, when KEY is not NULL), check the
 * names.  AXES, if not NULL, is put into each reference.  An id twice is
 * err_data. */
int build_from_table(struct tsv *t, const struct regex *key, const char *axes,
		     struct err *err);

/* By id, then source, by bytes. */
void build_sort(struct tsv *t);

/* Add the columns that all others here fill: split group width height
 * source_type target_type source_sha256 target_sha256 source_pixel_um
 * target_pixel_um. */
void build_columns(struct tsv *t);

/* Called after DONE of TOTAL pairs have been looked at. */
typedef void build_progress(void *arg, size_t done, size_t total);

/* Open the images of all rows: fill width, height, the types and digests.
 * Those that cannot be used are reported, and
 * err_data. */
int build_look(struct tsv *t, struct problems *problems,
	       build_progress *progress, void *arg, struct err *err);

#endif
