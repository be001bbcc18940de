/*
 * pair_table.h - builds the table of pairs: opens the images and fills in the
 * columns.
 *
 * The table has the columns id, source and target; what is found out about the
 * images goes into further columns.  All that is wrong with the images is
 * reported, not only the first problem, so that a person can repair a folder in
 * one go.
 */
#ifndef PAIRING_PAIR_TABLE_H
#define PAIRING_PAIR_TABLE_H

#include "base/strs.h"
#include "file/tsv.h"
#include "pairing/pair_by_name.h"
#include "pairing/regex.h"
#include "manifest/problem.h"

/* Adds to T the columns id, source and target, and a row for each pair of M. */
void pair_table_from_names(struct tsv *t, const struct pair_by_name *m);

/* Completes a table that has the columns source and target.  Fills empty ids
 * from the name of the source; if KEY is not NULL, every id becomes what KEY
 * cuts out of the source.  AXES, if not NULL, is put into each reference.  A
 * missing source or target, or an id that occurs twice, is err_data. */
int pair_table_from_table(struct tsv *t, const struct regex *key,
			  const char *axes, struct err *err);

/* Sorts the rows of T by id, then by source, comparing bytes. */
void pair_table_sort(struct tsv *t);

/* Adds the columns that the later steps fill: split group width height
 * source_type target_type source_sha256 target_sha256 source_pixel_um
 * target_pixel_um. */
void pair_table_columns(struct tsv *t);

/* Called whenever DONE of TOTAL pairs have been read. */
typedef void pair_table_progress(void *arg, size_t done, size_t total);

/* Opens the images of all rows and fills in width, height, types, pixel sizes
 * and digests.  Reports every image that cannot be used; if there is one, fails
 * with err_data. */
int pair_table_look(struct tsv *t, struct problems *problems,
		    pair_table_progress *progress, void *arg, struct err *err);

#endif
