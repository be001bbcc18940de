/*
 * pair_table.h - completes the table of pairs: opens the images and fills in
 * what they are.
 *
 * The columns id, source and target come first, unless the user gave the table:
 * its columns stay where they are, and a missing id is added as the last one.
 */
#ifndef PAIRING_PAIR_TABLE_H
#define PAIRING_PAIR_TABLE_H

#include "base/strs.h"
#include "file/tsv.h"
#include "pairing/pair_by_name.h"
#include "pairing/regex.h"
#include "manifest/problem.h"

/* Appends the id, source and target of the pairs of M to T. */
void pair_table_from_names(struct tsv *t, const struct pair_by_name *m);

/* Sorts T by id.  If an id occurs twice, each id becomes the path of its
 * source, without its extension and without the leading directories that all
 * sources share, with the plane; a message says so.  Fails with err_data if an
 * id still occurs twice. */
int pair_table_ids(struct tsv *t, struct messages *messages, struct err *err);

/* Completes T, a table with the columns source and target, and sorts it by id.
 * KEY, unless NULL, cuts each id out of the source's path.  Without KEY, an
 * empty id becomes the name of the source or, if names do not suffice, its
 * path, as in pair_table_ids.  AXES, unless NULL, is added to each reference.
 * Fails with err_data if a source or target, or the column of one, is missing,
 * if KEY does not match a source, or if an id occurs twice. */
int pair_table_from_table(struct tsv *t, const struct regex *key,
			  const char *axes, struct messages *messages,
			  struct err *err);

/* Sorts the rows of T by id, then by source, as bytes. */
void pair_table_sort(struct tsv *t);

/* Adds the columns that are filled later: split group width height source_type
 * target_type source_sha256 target_sha256 source_pixel_um target_pixel_um. */
void pair_table_columns(struct tsv *t);

/* Told that DONE of TOTAL pairs have been read. */
typedef void pair_table_progress(void *arg, size_t done, size_t total);

/* Opens all images and fills in width, height, slices of stacks, types, pixel
 * sizes and digests.  If BIN_TO_MATCH is 1, adds "bin=2" (3, ...) to an image
 * that is 2 (3, ...) times as large as its partner.  Fails with err_data if an
 * image cannot be used, after reporting all such images to PROBLEMS. */
int pair_table_look(struct tsv *t, int bin_to_match, struct problems *problems,
		    pair_table_progress *progress, void *arg, struct err *err);

#endif
