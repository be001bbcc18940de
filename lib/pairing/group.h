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
	/* cuts the group out of the name of a source's first file; TEXT is
	 * NULL: none given */
	struct regex group;
	struct assign {
		char *label;
		struct regex where;
		/* filled in: number of sources that match; of these, of those
		 * that an earlier one gave another label */
		size_t matched, lost;
		/* --assign; the first whose WHERE matches a file of the source
		 * counts */
	} * assign;
	size_t assigns;
	struct split_shares shares;
	uint64_t seed;
	/* Number of folds (0: split by shares); fold number FOLD, from 1, is
	 * val. */
	int64_t folds, fold;
	/* filled in: number of rows whose label is from the table; that have no
	 * group there; and whose group there is not their id */
	size_t kept, blank, named;
	int torn; /* 1: a group may have two labels */
	/* 1: if a row of the table has a label, rows without one get none */
	int as_it_is;
	/* 1: split by count, not by hash (split_exact.h) */
	int exact;
	/* Column of the table, or NULL.  For each value of this column, rows
	 * are split by count and the shares are kept. */
	const char *stratify;
};

/* Fills G from options.  The caller releases G, also after a failure.  GROUP is
 * a regular expression or NULL.  ASSIGN has texts "LABEL=REGEX".  SPLIT is for
 * split_parse.  Fails with err_usage if one of them is malformed. */
int group_init(struct group *g, const char *group, const struct strs *assign,
	       const char *split, uint64_t seed, struct err *err);
void group_release(struct group *g);

/* Fills the columns group and split of T.
 *
 * The group of a row is the first of these that it has:
 * - what the expression cuts out of the name of the source's first file
 *   (channel_names)
 * - a cell in the column group
 * - the id
 *
 * The split of a row is the first of these that it has:
 * - the label of the first ASSIGN that matches the name of a file of the source
 * - a cell in the column split; with folds, train and val in this cell do not
 *   count
 * - the part to which its group is assigned, by hash or by count
 *
 * Fails with err_data if the expression does not match a source, if it makes
 * other groups of the further files of sources, if a group has two labels
 * (unless TORN is 1) or two values of STRATIFY, or if there is no such
 * column. */
int group_fill(struct group *g, struct tsv *t, struct err *err);

/* Reports the pairs and groups in each part of a filled table: "train 16 pairs
 * in 8 groups, val ...".  Pairs without a label are not counted. */
void group_report(const struct tsv *t, struct messages *messages);

/* Warns of an empty part, and suggests a seed that leaves none empty; of a part
 * whose share is far off; of pairs without a label; of an ASSIGN without effect
 * and a column STRATIFY of one value; of pairs that look like a series and are
 * each in a group of its own, or apart in the split (torn_series.h); of rows
 * without a group among those with one; and of groups whose names are perhaps
 * one. */
void group_warn(const struct group *g, const struct tsv *t,
		struct messages *messages);

#endif
