/* group_hint.c - several images of the same place.  See group_hint.h. */
#include "pairing/group_hint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strs.h"
#include "pairing/regex.h"

static const char *base_name(const char *ref)
{
	const char *slash = strrchr(ref, '/');

	return slash ? slash + 1 : ref;
}

/* Returns the number of groups into which EXPRESSION puts REFS, or 0 if it does
 * not match all of them. */
static size_t count_groups(const char *expression, const char *const *refs,
			   size_t n)
{
	struct regex p;
	struct strs cuts = { 0 };
	struct buf b = { 0 };
	struct err err;
	size_t groups = 0;

	if (regex_compile(&p, expression, &err) < 0)
		return 0;
	for (size_t i = 0; i < n && regex_cut(&p, refs[i], &b) && b.len; i++)
		strs_add(&cuts, buf_text(&b));
	if (cuts.n == n) {
		strs_sort(&cuts);
		for (size_t i = 0; i < n; i++)
			groups += !i || strcmp(cuts.at[i - 1], cuts.at[i]);
	}
	regex_release(&p);
	buf_release(&b);
	strs_release(&cuts);
	return groups;
}

/* The references, and the expression proposed for them. */
struct hinted {
	const char *const *refs;
	size_t n;
	struct buf *expression;
	size_t groups;
};

/* A word that stands before a number, spelled as in the first reference, and
 * usable in an expression. */
struct label {
	char *text;
	/* an expression for what precedes the word: a short word must not be
	 * the end of another */
	const char *behind;
	size_t at;	/* its place in the reference */
	size_t numbers; /* how many different numbers follow it */
};

/* Which part of a reference is the group: the number; the number and all before
 * it; or all before the word. */
enum part { NUMBER, UP_TO_NUMBER, UP_TO_WORD };

static char *expression_of(const struct label *l, enum part part)
{
	switch (part) {
	case NUMBER:
		return mem_printf("%s%s([0-9]+)", l->behind, l->text);
	case UP_TO_NUMBER:
		return mem_printf("(.*%s%s[0-9]+)", l->behind, l->text);
	case UP_TO_WORD:
		break;
	}
	return mem_printf("(.*%s)%s[0-9]+", l->behind, l->text);
}

static size_t count(const struct hinted *s, const struct label *l,
		    enum part part)
{
	char *text = expression_of(l, part);
	size_t groups = count_groups(text, s->refs, s->n);

	free(text);
	return groups;
}

/* Finds one of WORDS in the first reference, at FROM or later, if all
 * references have it.  The caller frees its text. */
static int find_label(const struct hinted *s, const char *words, size_t from,
		      struct label *l)
{
	char *text = mem_printf("(^|[^A-Za-z])((%s)[-_]?)[0-9]+", words);
	const char *ref = s->refs[0] + from;
	regmatch_t at[3];
	regex_t re;
	int found = 0;

	if (!regcomp(&re, text, REG_EXTENDED | REG_ICASE)) {
		found = !regexec(&re, ref, 3, at, 0);
		regfree(&re);
	}
	free(text);
	if (!found)
		return 0;
	l->at = from + (size_t)at[2].rm_so;
	l->text = mem_strn(ref + at[2].rm_so,
			   (size_t)(at[2].rm_eo - at[2].rm_so));
	l->behind = l->at && strlen(l->text) < 3 ? "[^A-Za-z]" : "";
	l->numbers = count(s, l, NUMBER);
	if (l->numbers)
		return 1;
	free(l->text);
	return 0;
}

/* Finds a word that counts moments: its number differs between references,
 * while the text before it is the same for several of them. */
static int find_moment(const struct hinted *s, struct label *l)
{
	/* The last word, "f", may also number fields, which are not moments. */
	static const char *const moment[] = {
		"timepoint", "time", "frame", "tp", "day", "hour",
		"min",	     "t",    "slice", "z",  "f",
	};
	enum { MOMENTS = sizeof(moment) / sizeof(*moment) };
	size_t base = (size_t)(base_name(s->refs[0]) - s->refs[0]), scenes;

	for (size_t i = 0; i < MOMENTS; i++) {
		if (!find_label(s, moment[i], base, l))
			continue;
		scenes = l->numbers > 1 ? count(s, l, UP_TO_WORD) : 0;
		if (l->numbers > 1 && scenes < s->n &&
		    (scenes > 1 || i + 1 < MOMENTS))
			return 1;
		free(l->text);
	}
	return 0;
}

static int propose(struct hinted *s, const char *expression)
{
	buf_clear(s->expression);
	buf_str(s->expression, expression);
	s->groups = count_groups(expression, s->refs, s->n);
	return s->groups > 0 && s->groups < s->n;
}

static int propose_part(struct hinted *s, const struct label *l, enum part part)
{
	char *text = expression_of(l, part);
	int found = propose(s, text);

	free(text);
	return found;
}

/* Proposes to group by the number of the place.  The text before that number is
 * included if it tells places apart (a well, for example) and is not the
 * time. */
static int propose_place(struct hinted *s, size_t from,
			 const struct label *moment)
{
	static const char place[] = "position|pos|xy|field|fov|view|site|well|"
				    "trap|series|s|p";
	struct label l;
	size_t scenes;
	int found = 0;

	if (!find_label(s, place, from, &l))
		return 0;
	scenes = count(s, &l, UP_TO_NUMBER);
	if (moment && moment->at < l.at)
		found = l.numbers > 1 && propose_part(s, &l, NUMBER);
	else if (scenes < s->n && scenes > l.numbers)
		found = propose_part(s, &l, UP_TO_NUMBER);
	else if (scenes < s->n &&
		 (l.numbers > 1 ||
		  (moment && count(s, moment, UP_TO_WORD) < 2)))
		found = propose_part(s, &l, NUMBER);
	free(l.text);
	return found;
}

/* Proposes to group by the well of a plate, if wells have several fields, as in
 * "A01_s2". */
static int propose_well(struct hinted *s)
{
	const char *ref = s->refs[0], *base = base_name(ref);
	char before[8] = "^", *text;
	regmatch_t at[2];
	regex_t re;
	int found;

	if (regcomp(&re, "(^|[^A-Za-z0-9])[A-P][0-9][0-9][^0-9]", REG_EXTENDED))
		return 0;
	found = !regexec(&re, base, 2, at, 0);
	regfree(&re);
	if (!found)
		return 0;
	if (at[1].rm_eo > at[1].rm_so)
		snprintf(before, sizeof(before), "[%c]", base[at[1].rm_so]);
	else if (base > ref)
		snprintf(before, sizeof(before), "/");
	text = mem_printf("%s([A-P][0-9][0-9])[^/]*$", before);
	found = propose(s, text) && s->groups > 1;
	free(text);
	return found;
}

/* Proposes to group by file: the planes of one file are a series. */
static int propose_files(struct hinted *s)
{
	size_t planes = 0;

	for (size_t i = 0; i < s->n; i++)
		planes += *s->refs[i] &&
			  s->refs[i][strlen(s->refs[i]) - 1] == ']';
	return planes && propose(s, planes == s->n ? "([^/]+)[[]" : "([^[]+)");
}

int group_hint(const char *const *refs, size_t n, struct buf *expression,
	       size_t *groups)
{
	struct hinted s = { refs, n, expression, 0 };
	struct label moment;
	int found, moments;

	if (n < 2)
		return 0;
	moments = find_moment(&s, &moment);
	found = propose_place(&s, (size_t)(base_name(refs[0]) - refs[0]),
			      moments ? &moment : NULL) ||
		propose_place(&s, 0, moments ? &moment : NULL) ||
		(moments && propose_part(&s, &moment, UP_TO_WORD)) ||
		propose_well(&s) || propose_files(&s);
	if (!found && moments && !moment.at) {
		s.groups = 1; /* only the time differs */
		found = 1;
	}
	if (moments)
		free(moment.text);
	*groups = s.groups;
	return found;
}

int group_hint_series(const char *const *refs, size_t n, struct buf *expression)
{
	struct hinted s = { refs, n, expression, 0 };
	struct label l;
	int found;

	if (n < 2 || !find_moment(&s, &l))
		return 0;
	buf_clear(expression);
	buf_printf(expression, "(.*%s)%s[0-9]+(.*)", l.behind, l.text);
	/* fields and days may be other places */
	found = strncasecmp(l.text, "day", 3) &&
		(strncasecmp(l.text, "f", 1) || strlen(l.text) > 2);
	free(l.text);
	return found;
}
