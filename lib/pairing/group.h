/*
 * group.h - finds the group of each row, and assigns each group to a part of
 * the split.
 */
#ifndef PAIRING_GROUP_H
#define PAIRING_GROUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/messages.h"
#include "base/strs.h"
#include "file/tsv.h"
#include "pairing/regex.h"
#include "pairing/split.h"

struct group {
	/* cuts the group out of the source's path, if given */
	struct regex group;
	struct assign {
		char *label;
		struct regex where;
		/* options --assign; the first whose WHERE matches the source
		 * counts */
	} * assign;
	size_t assigns;
	struct split_shares shares;
	uint64_t seed;
	/* number of folds (0: split by shares), and number of the one that is
	 * val, from 1 */
	int64_t folds, fold;
	/* filled in: number of rows that keep the label of the table */
	size_t kept;
	int torn; /* 1: a group may have two labels */
	/* 1: split by count, not by hash (split_exact.h) */
	int exact;
	/* column of the table, or NULL; split by count, so that the shares are
	 * kept within each value of this column */
	const char *stratify;
};

/* Fills G from options.  The caller releases G. GROUP is a regular expression
 * or NULL.  ASSIGN has texts "LABEL=REGEX".  SPLIT is for split_parse.  Fails
 * with err_usage if one of them is malformed. */
int group_init(struct group *g, const char *group, const struct strs *assign,
	       const char *split, uint64_t seed, struct err *err);
void group_release(struct group *g);

/* Fills the columns group and split of T.
 *
 * The group of a row is, in this order: what the expression cuts out of the
 * source's path, the cell in the column group, or the id.
 *
 * The split is, in this order: the label of the first ASSIGN that matches the
 * source, the cell in the column split (with folds: unless it is train or val),
 * or the part of the row's group by hash or by count.
 *
 * Fails with err_data if the expression does not match a source, or if a group
 * has two labels. */
int group_fill(struct group *g, struct tsv *t, struct err *err);

/* Reports the pairs and groups in each part of a filled table: "train 16 pairs
 * in 8 groups, val ...". */
void group_report(const struct tsv *t, struct messages *messages);

/* Warns of an empty part, and suggests a seed that leaves none empty.  Warns of
 * pairs that look like a series without --group. */
void group_warn(const struct group *g, const struct tsv *t,
		struct messages *messages);

#endif
