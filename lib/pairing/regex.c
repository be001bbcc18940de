/* regex.c - regular expressions on file names.  See regex.h. */
#include "pairing/regex.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { GROUPS_MAX = 16 };

int regex_compile(struct regex *p, const char *text, struct err *err)
{
	char why[200];
	int rc;

	memset(p, 0, sizeof(*p));
	rc = regcomp(&p->re, text, REG_EXTENDED);
	if (rc) {
		regerror(rc, &p->re, why, sizeof(why));
		return err_usage(err, "bad regular expression '%s': %s", text,
				 why);
	}
	if (p->re.re_nsub >= GROUPS_MAX) {
		regfree(&p->re);
		return err_usage(err,
				 "regular expression '%s' has more "
				 "than %d groups",
				 text, GROUPS_MAX - 1);
	}
	p->text = mem_str(text);
	return 0;
}

void regex_release(struct regex *p)
{
	if (p->text)
		regfree(&p->re);
	free(p->text);
	memset(p, 0, sizeof(*p));
}

int regex_matches(const struct regex *p, const char *text)
{
	return !regexec(&p->re, text, 0, NULL, 0);
}

int regex_cut(const struct regex *p, const char *text, struct buf *to)
{
	regmatch_t at[GROUPS_MAX];
	size_t first = p->re.re_nsub ? 1 : 0, pieces = 0;

	buf_clear(to);
	if (regexec(&p->re, text, GROUPS_MAX, at, 0))
		return 0;
	for (size_t i = first; i <= p->re.re_nsub; i++) {
		if (at[i].rm_so < 0)
			continue; /* the other alternative of a '|' matched */
		if (pieces++)
			buf_char(to, '_');
		buf_add(to, text + at[i].rm_so,
			(size_t)(at[i].rm_eo - at[i].rm_so));
	}
	return 1;
}
