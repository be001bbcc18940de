/*
 * pair_table.h - builds the table of pairs: opens the images and fills in the
 * columns.
 *
 * At first the table has the columns id, source and target.  What is found out
 * about the images goes into further columns.  All problems with images are
 * reported, not only the first one, so that the user can repair a folder at
 * once.
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
 * with the name of the source.  If KEY is not NULL, it cuts each id out of the
 * source's path, also where the table has an id.  If AXES is not NULL, adds it
 * to each reference.  If a source or target is missing, or an id occurs twice,
 * fails with err_data. */
int pair_table_from_table(struct tsv *t, const struct regex *key,
			  const char *axes, struct err *err);

/* Sorts the rows of T by id, then by source, comparing bytes. */
void pair_table_sort(struct tsv *t);

/* Adds the columns that are filled later: split group width height source_type
 * target_type source_sha256 target_sha256 source_pixel_um target_pixel_um. */
void pair_table_columns(struct tsv *t);

/* A function that is called as reading goes on: DONE of TOTAL pairs have been
 * read. */
typedef void pair_table_progress(void *arg, size_t done, size_t total);

/* Opens the images of all rows and fills in width, height, types, pixel sizes
 * and digests.  Reports every image that cannot be used.  If there is such an
 * image, fails with err_data. */
int pair_table_look(struct tsv *t, struct problems *problems,
		    pair_table_progress *progress, void *arg, struct err *err);

#endif
