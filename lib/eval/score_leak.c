/*
 * score_leak.c - see score_leak.h.
 */
#include "eval/score_leak.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "manifest/split_leak.h"

enum { TRAIN, VAL, TRAIN_GROUP, VAL_GROUP, TARGET_FIT, REASONS };

static const char *const word[REASONS] = { "train", "val", "train-group",
					   "val-group", "target-fit" };

static int is_scored(const struct score_leak_question *q, size_t i)
{
	return !q->split || !strcmp(q->scored->list[i].split, q->split);
}

/* Returns 1 if some row to score is a row of the training's manifest. */
static int is_of_run(const struct score_leak_question *q)
{
	struct split_leak_rows all = { .manifest = q->run };
	struct split_leak_rows rows = { .manifest = q->scored,
					.split = q->split };
	struct split_leak found;

	if (q->run == q->scored)
		return 1;
	split_leak_find(&found, &all, &rows, 0);
	return found.side[SOURCE].rows > 0;
}

/* Mark the rows that share an image or a group with those of SPLIT in the
 * training. */
static void find(struct score_leak *to, const struct score_leak_question *q,
		 const char *split, int image, int group,
		 struct messages *messages)
{
	struct split_leak_rows trained = { .manifest = q->run, .split = split };
	struct split_leak_rows rows = { .manifest = q->scored,
					.split = q->split };
	struct split_leak found;

	rows.shares = mem_zero(q->scored->n + 1, sizeof(*rows.shares));
	split_leak_find(&found, &trained, &rows, is_of_run(q));
	/* One warning for each reason. */
	if (found.side[TARGET].rows <= found.side[SOURCE].rows)
		found.side[TARGET].rows = 0;
	if (found.group.rows <= found.side[SOURCE].rows)
		found.group.rows = 0;
	if (image == TRAIN)
		split_leak_report(&found, q->split ? q->split : "all",
				  messages);
	for (size_t i = 0; i < q->scored->n; i++) {
		int same = rows.shares[i] &
			   (SPLIT_LEAK_SOURCE | SPLIT_LEAK_TARGET);

		if (same)
			to->reasons[i] |= 1u << image;
		else if (rows.shares[i])
			to->reasons[i] |= 1u << group;
	}
	free(rows.shares);
}

static size_t count(const struct score_leak *l, int reason, size_t *first)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (l->reasons[i] >> reason & 1 && !n++)
			*first = i;
	return n;
}

/* Append "1 scored image ('a')" or "2 scored images (such as 'a')". */
static void add_scored(struct buf *to, size_t n, const char *first)
{
	buf_printf(to, "%zu scored image%s (%s'%s')", n, n == 1 ? "" : "s",
		   n == 1 ? "" : "such as ", first);
}

static void report_val(const struct score_leak *l,
		       const struct score_leak_question *q,
		       struct messages *messages)
{
	size_t first = 0, n = count(l, VAL, &first);
	struct buf who = { 0 };

	if (n) {
		add_scored(&who, n, q->scored->list[first].id);
		messages_warn(messages,
			      "%s helped to choose the best weights (split "
			      "'%s'): the scores flatter the network",
			      buf_text(&who), q->val);
	}
	buf_release(&who);
	n = count(l, VAL_GROUP, &first);
	if (n) {
		add_scored(&who, n, q->scored->list[first].id);
		messages_warn(messages,
			      "%s %s in a group that helped to choose the "
			      "best weights (split '%s'): split by group with "
			      "xp-pairs --group",
			      buf_text(&who), n == 1 ? "is" : "are", q->val);
	}
	buf_release(&who);
}

/* Mark the rows that share an image or a group with the rows trained on by a
 * run from whose weights the training started. */
static void find_earlier(struct score_leak *to,
			 const struct score_leak_question *q,
			 const struct earlier_rows *e,
			 struct messages *messages)
{
	struct split_leak_rows rows = { .manifest = q->scored,
					.split = q->split };
	size_t first[2] = { 0, 0 }, n[2] = { 0, 0 };
	struct buf who = { 0 };
	struct split_leak found;

	rows.shares = mem_zero(q->scored->n + 1, sizeof(*rows.shares));
	earlier_leak(&found, e, &rows);
	for (size_t i = q->scored->n; i-- > 0;) {
		int group = !(rows.shares[i] &
			      (SPLIT_LEAK_SOURCE | SPLIT_LEAK_TARGET));

		if (!rows.shares[i])
			continue;
		to->reasons[i] |= 1u << (group ? TRAIN_GROUP : TRAIN);
		first[group] = i;
		n[group]++;
	}
	for (int group = 0; group < 2; group++) {
		if (!n[group])
			continue;
		add_scored(&who, n[group], q->scored->list[first[group]].id);
		messages_warn(messages,
			      "SCORES LEAK: %s %s%s trained on by run %s, from "
			      "whose weights this training started (--init): "
			      "score other images",
			      buf_text(&who), n[group] == 1 ? "was" : "were",
			      group ? " in a group that was" : "", e->run);
		buf_release(&who);
	}
	free(rows.shares);
}

static void find_fits(struct score_leak *to,
		      const struct score_leak_question *q,
		      struct messages *messages)
{
	size_t first = 0, n;

	for (size_t i = 0; i < q->scored->n; i++) {
		const struct pair *row = &q->scored->list[i];

		if (is_scored(q, i) && !(to->reasons[i] >> TRAIN & 1) &&
		    fitted_to_own(&row->target_fit, row->split))
			to->reasons[i] |= 1u << TARGET_FIT;
	}
	n = count(to, TARGET_FIT, &first);
	if (n)
		messages_warn(messages,
			      "SCORES LEAK: predictions of %zu row%s are "
			      "turned back by an offset and scale that were "
			      "fitted to the target that is scored, such as "
			      "row '%s': a real prediction cannot know these "
			      "values; fit to train rows with xp-norm "
			      "--fit-split=train --target-scope=set",
			      n, n == 1 ? "" : "s", q->scored->list[first].id);
}

void score_leak_find(struct score_leak *to, const struct score_leak_question *q,
		     struct messages *messages)
{
	to->n = q->scored->n;
	to->reasons = mem_zero(to->n + 1, sizeof(*to->reasons));
	if (q->run) {
		find(to, q, q->train, TRAIN, TRAIN_GROUP, messages);
		if (!q->split || strcmp(q->train, q->val))
			find(to, q, q->val, VAL, VAL_GROUP, messages);
		report_val(to, q, messages);
	}
	for (size_t i = 0; q->earlier && i < q->earlier->n; i++)
		find_earlier(to, q, &q->earlier->list[i], messages);
	find_fits(to, q, messages);
}

static int by_digest(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct digest));
}

void score_leak_learn(struct score_leak *l, struct digest *pixels, size_t n)
{
	free(l->trained);
	l->trained = pixels;
	l->trained_n = n;
	qsort(pixels, n, sizeof(*pixels), by_digest);
}

static void add_found(struct score_leak *l, size_t row, int part)
{
	const int reason = part == TRAINED_TRAIN ? TRAIN : VAL;

	if (l->reasons[row] >> reason & 1)
		return;
	l->reasons[row] |= 1u << reason;
	if (!l->found[part].n++)
		l->found[part].first = row;
}

void score_leak_compare(struct score_leak *l, size_t row,
			const struct digest *pixels)
{
	if (l->trained_n && bsearch(pixels, l->trained, l->trained_n,
				    sizeof(*pixels), by_digest))
		add_found(l, row, TRAINED_TRAIN);
	for (int i = 0; i < TRAINED_PARTS && l->weights; i++)
		if (trained_seen_has(&l->weights->seen[i], pixels))
			add_found(l, row, i);
}

void score_leak_report_pixels(const struct score_leak *l,
			      const struct manifest *scored,
			      struct messages *messages)
{
	const struct score_leak_found *train = &l->found[TRAINED_TRAIN];
	const struct score_leak_found *val = &l->found[TRAINED_VAL];
	struct buf who = { 0 };

	if (train->n) {
		add_scored(&who, train->n, scored->list[train->first].id);
		messages_warn(messages,
			      "SCORES LEAK: %s %s the same pixels as a train "
			      "source: leave %s out of the rows to score",
			      buf_text(&who), train->n == 1 ? "has" : "have",
			      train->n == 1 ? "it" : "them");
		buf_release(&who);
	}
	if (val->n) {
		add_scored(&who, val->n, scored->list[val->first].id);
		messages_warn(messages,
			      "%s %s the pixels of an image that helped to "
			      "choose the best weights: the scores flatter the "
			      "network",
			      buf_text(&who), val->n == 1 ? "has" : "have");
		buf_release(&who);
	}
}

void score_leak_release(struct score_leak *l)
{
	free(l->trained);
	free(l->reasons);
	*l = (struct score_leak){ 0 };
}

char *score_leak_text(const struct score_leak *l, size_t row)
{
	struct buf text = { 0 };
	char *copy;

	for (int i = 0; l->reasons && i < REASONS; i++)
		if (l->reasons[row] >> i & 1)
			buf_printf(&text, "%s%s", text.len ? "," : "", word[i]);
	copy = text.len ? mem_str(buf_text(&text)) : NULL;
	buf_release(&text);
	return copy;
}
