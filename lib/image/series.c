/* series.c - several images of the same place.  See series.h. */
#include "image/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strs.h"
#include "image/pattern.h"

static const char *base_name(const char *ref)
{
	const char *slash = strrchr(ref, '/');

	return slash ? slash + 1 : ref;
}

/* The word before the number that WORDS finds in NAME, as it is spelt. */
static char *spelling(const char *words, const char *name)
{
	char *text = mem_printf("(^|[^A-Za-z])((%s)[-_]?)[0-9]+", words);
	regmatch_t at[3];
	char *found = NULL;
	regex_t re;

	if (!regcomp(&re, text, REG_EXTENDED | REG_ICASE)) {
		if (!regexec(&re, name, 3, at, 0))
			found = mem_strn(name + at[2].rm_so,
					 (size_t)(at[2].rm_eo - at[2].rm_so));
		regfree(&re);
	}
	free(text);
	return found;
}

/* Into how many groups EXPRESSION puts REFS; 0: it misses one. */
static size_t count_groups(const char *expression, const char *const *refs,
			   size_t n)
{
	struct pattern p;
	struct strs cuts = {0};
	struct buf b = {0};
	struct err err;
	size_t groups = 0;

	if (pattern_compile(&p, expression, &err) < 0)
		return 0;
	for (size_t i = 0; i < n && pattern_cut(&p, refs[i], &b); i++)
		strs_add(&cuts, buf_text(&b));
	if (cuts.n == n) {
		strs_sort(&cuts);
		for (size_t i = 0; i < n; i++)
			groups += !i || strcmp(cuts.at[i - 1], cuts.at[i]);
	}
	pattern_release(&p);
	buf_release(&b);
	strs_release(&cuts);
	return groups;
}

/* Try BEFORE, one of WORDS as the first name spells it, and AFTER. */
static int propose(const char *words, const char *before,
		   const char *after, const char *const *refs, size_t n,
		   struct buf *expression, size_t *groups)
{
	char *word = spelling(words, base_name(refs[0]));

	if (!word)
		return 0;
	buf_clear(expression);
	if (!*before && strlen(word) < 3)
		before = "[^A-Za-z]";	/* a lone letter, not a word's end */
	buf_printf(expression, "%s%s%s", before, word, after);
	free(word);
	*groups = count_groups(buf_text(expression), refs, n);
	return *groups > 0 && *groups < n;
}

/* Planes of one file are a series. */
static int propose_files(const char *const *refs, size_t n,
			 struct buf *expression, size_t *groups)
{
	buf_clear(expression);
	buf_str(expression, "([^/]+)[[]");
	*groups = count_groups(buf_text(expression), refs, n);
	return *groups > 0 && *groups < n;
}

int series_find(const char *const *refs, size_t n, struct buf *expression,
		size_t *groups)
{
	static const char place[] =
		"position|pos|xy|field|fov|view|site|well|trap|series|s|p";
	static const char moment[] =
		"timepoint|time|frame|tp|day|hour|min|t|f|slice|z";

	if (n < 2)
		return 0;
	return propose(place, "", "([0-9]+)", refs, n, expression, groups) ||
	       propose(moment, "([^/]*)", "[0-9]+", refs, n, expression,
		       groups) ||
	       propose_files(refs, n, expression, groups);
}
