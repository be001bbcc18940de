/* channel_names.c - see channel_names.h. */
#include "manifest/channel_names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/ref.h"

static int find(const struct strs *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcasecmp(list->at[i], name))
			return (int)i;
	return -1;
}

/* Returns 1 if each has a name, and no two the same. */
static int tell_apart(const struct strs *name)
{
	for (size_t i = 0; i < name->n; i++)
		if (!*name->at[i] || find(name, name->at[i]) != (int)i)
			return 0;
	return name->n > 0;
}

/* Appends what names channel REF inside brackets: "1" or "DAPI". */
static void number_of(struct buf *to, const char *ref, const char *name)
{
	struct err unused = { 0 };
	struct ref r;
	long c = -1;

	if (ref_parse(&r, ref, &unused) == 0) {
		c = r.c;
		ref_release(&r);
	}
	if (c >= 0)
		buf_printf(to, "%ld", c);
	else
		buf_str(to, name);
}

/* Returns the channels of an image, whose names are NOW, in the order of WANT;
 * NULL: it has others. */
static char *order_of(const struct strs *want, const struct strs *now,
		      const struct channel *channel)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < want->n; i++) {
		int at = find(now, want->at[i]);

		if (at < 0) {
			buf_release(&b);
			return NULL;
		}
		buf_str(&b, i ? "+" : "");
		number_of(&b, channel[at].ref, now->at[at]);
	}
	return buf_detach(&b);
}

static void copy(struct strs *to, const struct strs *from)
{
	strs_release(to);
	for (size_t i = 0; i < from->n; i++)
		strs_add(to, from->at[i]);
}

void channel_names_look(struct channel_names *n, const struct strs *name,
			const struct channel *channel, const char *cell)
{
	size_t same = 0;
	char *order;

	if (!tell_apart(name))
		return;
	if (!n->first.n) {
		copy(&n->first, name);
		n->cell = mem_str(cell);
	}
	if (name->n != n->first.n)
		return;
	n->images++;
	for (size_t i = 0; i < name->n; i++)
		same += !strcasecmp(name->at[i], n->first.at[i]);
	if (same == name->n)
		return;
	order = order_of(&n->first, name, channel);
	if (order ? !n->turned++ : !n->other++ && !n->turned) {
		copy(&n->now, name);
		free(n->odd);
		n->odd = mem_str(cell);
		free(n->order);
		n->order = order;
		order = NULL;
	}
	free(order);
}

void channel_names_look_at(struct channel_names *n, const struct cache *c,
			   const struct manifest *p, const struct pair *row,
			   enum side side, size_t first)
{
	struct strs name = { 0 };

	for (size_t k = 0; k < p->channels[side]; k++)
		strs_add(&name, cache_channel(c, first + k));
	channel_names_look(n, &name, row->channel[side], pair_cell(row, side));
	strs_release(&name);
}

static char *list(const struct strs *name)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < name->n; i++)
		buf_printf(&b, "%s'%s'", i ? ", " : "", name->at[i]);
	return buf_detach(&b);
}

void channel_names_report(const struct channel_names *n, enum side side,
			  const char *by, struct messages *messages)
{
	char *want, *is, *first;
	size_t odd = n->turned ? n->turned : n->other;

	if (!odd)
		return;
	want = list(&n->first);
	is = list(&n->now);
	first = by ? mem_str(by) : mem_printf("'%s'", n->cell);
	if (n->turned)
		messages_warn(messages,
			      "%zu of %zu %ss %s channels in another order "
			      "than %s: '%s' has %s, not %s; a network takes "
			      "one for the other: name them in that order, as "
			      "in '[c=%s]'",
			      odd, n->images, side_name(side),
			      odd == 1 ? "has its" : "have their", first,
			      n->odd, is, want, n->order);
	else
		messages_warn(messages,
			      "%zu of %zu %ss %s other channels than %s: '%s' "
			      "has %s, not %s: look whether these show the "
			      "same",
			      odd, n->images, side_name(side),
			      odd == 1 ? "has" : "have", first, n->odd, is,
			      want);
	free(first);
	free(want);
	free(is);
}

void channel_names_release(struct channel_names *n)
{
	strs_release(&n->first);
	strs_release(&n->now);
	free(n->cell);
	free(n->odd);
	free(n->order);
	*n = (struct channel_names){ 0 };
}
