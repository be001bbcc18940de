/*
 * ref_expand.c - references with a `*` where a number should be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/plane.h"

enum { EXPANDED_MAX = 100000 };

enum { T, Z, C, PAGE, STARS };

static const char *const star_text[STARS] = { "t=*", "z=*", "c=*", "*" };

struct stars {
	struct strs item; /* of the selection, stars and all */
	int at[STARS];	  /* index of the item; -1: no star */
	size_t n[STARS];  /* how many it stands for; no star: 1 */
	char *path;
};

static int parse(struct stars *s, const char *ref)
{
	char *select;
	int found = 0;

	*s = (struct stars){ .at = { -1, -1, -1, -1 }, .n = { 1, 1, 1, 1 } };
	ref_split(ref, &s->path, &select);
	if (select[0]) {
		select[strlen(select) - 1] = 0;
		strs_split(&s->item, select + 1, ',');
	}
	for (size_t i = 0; i < s->item.n; i++)
		for (int k = 0; k < STARS; k++)
			if (!strcmp(s->item.at[i], star_text[k])) {
				s->at[k] = (int)i;
				found = 1;
			}
	free(select);
	return found;
}

static void release(struct stars *s)
{
	strs_release(&s->item);
	free(s->path);
}

/* The reference where each star is the number in AT, or is left out. */
static char *fill_in(const struct stars *s, const size_t *at)
{
	struct buf b = { 0 };
	const char *between = "[";

	buf_str(&b, s->path);
	for (size_t i = 0; i < s->item.n; i++) {
		const char *item = s->item.at[i];
		int star = -1;

		for (int k = 0; k < STARS; k++)
			if (s->at[k] == (int)i)
				star = k;
		if (star >= 0 && !at)
			continue;
		buf_str(&b, between);
		if (star < 0)
			buf_str(&b, item);
		else if (star == PAGE)
			buf_printf(&b, "%zu", at[star]);
		else
			buf_printf(&b, "%c=%zu", item[0], at[star]);
		between = ",";
	}
	if (*between == ',')
		buf_char(&b, ']');
	return buf_detach(&b);
}

/* "z0_t03": as wide as the last, so that they sort as they are counted. */
static char *varied_text(const struct stars *s, const size_t *at)
{
	static const char letter[STARS + 1] = "tzcp";
	struct buf b = { 0 };

	for (int k = STARS; k-- > 0;)
		if (s->at[k] >= 0) {
			int wide = snprintf(NULL, 0, "%zu", s->n[k] - 1);

			buf_printf(&b, "%s%c%0*zu", b.len ? "_" : "", letter[k],
				   wide, at[k]);
		}
	return buf_detach(&b);
}

static int count(struct stars *s, struct err *err)
{
	char *base = fill_in(s, NULL);
	struct plane p;
	int rc = plane_open(&p, base, err);

	free(base);
	if (rc < 0)
		return -1;
	if ((s->at[T] >= 0 || s->at[Z] >= 0) && !p.axes.known &&
	    p.info.pages > 1)
		rc = tiff_file_fault(
			p.file, err,
			"it does not say which of its "
			"%zu pages is which slice or frame: take all "
			"as '%s[*]', or say what they are by --axes",
			p.info.pages, s->path);
	s->n[T] = s->at[T] >= 0 ? p.info.frames : 1;
	s->n[Z] = s->at[Z] >= 0 ? p.info.slices : 1;
	s->n[C] = s->at[C] >= 0 ? p.info.channels : 1;
	s->n[PAGE] = s->at[PAGE] >= 0 ? p.info.pages : 1;
	if (rc == 0 && (double)s->n[T] * (double)s->n[Z] * (double)s->n[C] *
				       (double)s->n[PAGE] >
			       EXPANDED_MAX)
		rc = tiff_file_fault(p.file, err, "more than %d planes",
				     EXPANDED_MAX);
	plane_close(&p);
	return rc;
}

int ref_expand(struct strs *to, struct strs *varied, const char *ref,
	       struct err *err)
{
	struct stars s;
	size_t all, at[STARS];

	if (!parse(&s, ref)) {
		strs_add(to, ref);
		strs_add(varied, "");
		release(&s);
		return 0;
	}
	if (count(&s, err) < 0) {
		release(&s);
		return -1;
	}
	all = s.n[T] * s.n[Z] * s.n[C] * s.n[PAGE];
	for (size_t i = 0; i < all; i++) {
		size_t rest = i;

		for (int k = STARS; k-- > 0;) {
			at[k] = rest % s.n[k];
			rest /= s.n[k];
		}
		strs_take(to, fill_in(&s, at));
		strs_take(varied, varied_text(&s, at));
	}
	release(&s);
	return 0;
}
