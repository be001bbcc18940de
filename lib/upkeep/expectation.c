/* expectation.c - see expectation.h. */
#include "upkeep/expectation.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

static int wrong(const char *text, struct err *err)
{
	return err_usage(err,
			 "'%s' is not an expectation: write FIGURE SIGN NUMBER "
			 "('test.pearson >= 0.8') or FIGURE SIGN FIGURE@RUN "
			 "('val.mse < val.mse@base')",
			 text);
}

static int is_figure(const char *text)
{
	return *text && !strpbrk(text, " \t<>=@");
}

static int parse_right(struct expectation *e, const char *text)
{
	char *right = mem_trimmed(text, strlen(text)), *at = strchr(right, '@');
	int rc = 0;

	if (num_real(&e->limit, right) == 0) {
		free(right);
		return 0;
	}
	if (at) {
		e->right = mem_trimmed(right, (size_t)(at - right));
		e->run = mem_trimmed(at + 1, strlen(at + 1));
		/* "val.mse@@1": the run is @1. */
		rc = is_figure(e->right) && *e->run ? 0 : -1;
	}
	free(right);
	return at ? rc : -1;
}

int expectation_parse(struct expectation *e, const char *text, struct err *err)
{
	size_t at = strcspn(text, "<>="), n;

	memset(e, 0, sizeof *e);
	n = relation_read(&e->relation, text + at);
	if (!n)
		return wrong(text, err);
	e->left = mem_trimmed(text, at);
	if (is_figure(e->left) && parse_right(e, text + at + n) == 0)
		return 0;
	expectation_release(e);
	return wrong(text, err);
}

void expectation_release(struct expectation *e)
{
	free(e->left);
	free(e->right);
	free(e->run);
	memset(e, 0, sizeof *e);
}
