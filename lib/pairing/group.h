/*
 * group.h - finds out which rows belong to one group, and assigns each group to
 * a part of the split.
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
	/* Expression that cuts the group out of the source's path.  group_fill
	 * says what happens without one. */
	struct regex group;
	struct assign {
		char *label;
		struct regex where;
		/* --assign, in order; the first match with the source counts */
	} * assign;
	size_t assigns;
	struct split_shares shares;
	uint64_t seed;
	/* Number of folds, and number of the fold (from 1) that is val; all
	 * other folds are train.  FOLDS 0: split by shares. */
	int64_t folds, fold;
	/* filled in: number of rows that keep the label in the table */
	size_t kept;
	int torn; /* 1: a group with two labels is not an error */
	/* 1: split by count, not by hash (split_exact.h) */
	int exact;
	/* Name of a column of the table, or NULL.  With a name, rows are split
	 * by count.  Then the shares are kept separately for each value of the
	 * column. */
	const char *stratify;
};

/* Fills G from options; group_release releases it.  GROUP is a regular
 * expression or NULL; ASSIGN has texts "LABEL=REGEX"; SPLIT is a text for
 * split_parse.  A malformed option is err_usage. */
int group_init(struct group *g, const char *group, const struct strs *assign,
	       const char *split, uint64_t seed, struct err *err);
void group_release(struct group *g);

/* Fills the columns group and split of T.
 *
 * The group is what the expression cuts out of the source's path.  Without an
 * expression, the group is what the table's column group says.  If that cell is
 * empty, the group is the id.
 *
 * The split is the label of the first ASSIGN that matches the source.  If none
 * matches, the split is what the table's column split says.  With folds, a cell
 * with train or val is ignored.  If the cell is empty or ignored, the group is
 * assigned by hash or by count.
 *
 * If the expression does not match a source, or a group has two labels, fails
 * with err_data. */
int group_fill(struct group *g, struct tsv *t, struct err *err);

/* Reports the number of pairs and groups in each part of a filled table: "train
 * 16 pairs in 8 groups, val ...". */
void group_report(const struct tsv *t, struct messages *messages);

/* Warns if a part is empty, and suggests a seed that leaves no part empty.
 * Warns if pairs look like a series but there is no --group. */
void group_warn(const struct group *g, const struct tsv *t,
		struct messages *messages);

#endif
