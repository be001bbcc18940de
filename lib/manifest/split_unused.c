/* split_unused.c - see split_unused.h. */
#include "manifest/split_unused.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum { LISTED = 5 };

/* Copies TEXT to TO, without blanks and in lower case. */
static void fold(struct buf *to, const char *text)
{
	for (; *text; text++)
		if (*text != ' ')
			buf_printf(to, "%c",
				   *text >= 'A' && *text <= 'Z' ?
					   *text - 'A' + 'a' :
					   *text);
}

static void take_digits(struct buf *to, const char *text)
{
	for (; *text; text++)
		if (*text >= '0' && *text <= '9')
			buf_printf(to, "%c", *text);
}

/* Returns 1 if A and B have the same digits: fold1 and fold2 are two labels. */
static int same_digits(const char *a, const char *b)
{
	struct buf x = { 0 }, y = { 0 };
	int same;

	take_digits(&x, a);
	take_digits(&y, b);
	same = !strcmp(buf_text(&x), buf_text(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

static int is_near(const char *a, const char *b)
{
	static const char *const same[][2] = {
		{ "training", "train" }, { "trn", "train" },
		{ "validation", "val" }, { "valid", "val" },
		{ "validate", "val" },	 { "testing", "test" },
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		if (!strcmp(a, same[i][0]) && !strcmp(b, same[i][1]))
			return 1;
	return !strcmp(a, b) ||
	       (strlen(b) > 2 && same_digits(a, b) && strs_distance(a, b) == 1);
}

/* Returns the label of KNOWN that LABEL was perhaps meant to be, or NULL. */
static const char *meant(const struct strs *known, const char *label)
{
	const char *found = NULL;
	struct buf a = { 0 };

	fold(&a, label);
	for (size_t i = 0; i < known->n && !found; i++) {
		struct buf b = { 0 };

		fold(&b, known->at[i]);
		if (is_near(buf_text(&a), buf_text(&b)))
			found = known->at[i];
		buf_release(&b);
	}
	buf_release(&a);
	return found;
}

/* Appends the label LABEL of N rows.  Returns 1 if it is likely a mistake. */
static int list_label(struct buf *to, const struct strs *known,
		      const char *label, size_t n, int listed)
{
	const char *near = *label ? meant(known, label) : NULL;

	if (listed && !*label)
		buf_printf(to, "%s%zu without a split", to->len ? ", " : "", n);
	else if (listed)
		buf_printf(to, "%s%zu of split '%s'", to->len ? ", " : "", n,
			   label);
	if (listed && near)
		buf_printf(to, " (did you mean '%s'?)", near);
	return near || !*label;
}

void split_unused_report(const struct manifest *p, const char *const *used,
			 size_t n, const char *left, struct messages *to)
{
	static const char *const all[] = { "train", "val", "test" };
	struct strs known = { 0 }, labels = { 0 };
	struct buf list = { 0 };
	size_t rows = 0;
	int bad = 0;

	for (size_t i = 0; i < n; i++)
		strs_add(&known, used[i]);
	for (size_t i = 0; i < 3; i++)
		strs_add(&known, all[i]);
	for (size_t i = 0; i < p->n; i++) {
		const char *label = p->list[i].split;

		if (strs_has(&known, label))
			continue;
		rows++;
		if (labels.n <= LISTED && !strs_has(&labels, label))
			strs_add(&labels, label);
	}
	for (size_t i = 0; i < labels.n; i++)
		bad |= list_label(&list, &known, labels.at[i],
				  manifest_count(p, labels.at[i]), i < LISTED);
	if (labels.n > LISTED)
		buf_printf(&list, ", the others of more splits");
	if (rows && tsv_column(&p->table, "split") >= 0)
		messages_take(to, bad ? MESSAGE_WARNING : MESSAGE_INFO,
			      mem_printf("%zu of %zu rows %s %s: %s", rows,
					 p->n, rows == 1 ? "is" : "are", left,
					 buf_text(&list)));
	strs_release(&known);
	strs_release(&labels);
	buf_release(&list);
}
