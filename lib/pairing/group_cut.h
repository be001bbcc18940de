/*
 * group_cut.h - cuts the group of each row out of the name of its source.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_GROUP_CUT_H
#define PAIRING_GROUP_CUT_H

#include "base/strs.h"
#include "file/tsv.h"
#include "pairing/regex.h"

/* Fills NAME with the names of the files of ROW's source (channel_names). */
void group_cut_names(struct strs *name, const struct tsv *t, size_t row);

/* Sets the group of ROW to what P cuts out of the name of the first file.
 * Fails with err_data if P does not match it. */
int group_cut(const struct regex *p, struct tsv *t, size_t row,
	      struct err *err);

/* Fails with err_data if what P cuts out of the further files of sources groups
 * the rows of T otherwise than their column group: a series of such files would
 * be on two sides of the split.  Files that P does not match are not
 * compared. */
int group_cut_check(const struct regex *p, const struct tsv *t,
		    struct err *err);

#endif
