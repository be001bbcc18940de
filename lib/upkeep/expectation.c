/* expectation.c - see expectation.h. */
#include "upkeep/expectation.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

static const struct {
	const char *text;
	enum expectation_sign sign;
} signs[] = {
	{ "<=", EXPECTATION_AT_MOST }, { ">=", EXPECTATION_AT_LEAST },
	{ "==", EXPECTATION_EQUAL },   { "<", EXPECTATION_LESS },
	{ ">", EXPECTATION_MORE },     { "=", EXPECTATION_EQUAL },
};

static int wrong(const char *text, struct err *err)
{
	return err_usage(err,
			 "'%s' is no expectation: write FIGURE SIGN NUMBER "
			 "('test.pearson >= 0.8') or FIGURE SIGN FIGURE@RUN "
			 "('val.mse < val.mse@base')",
			 text);
}

/* N characters of TEXT without the blanks around them; the caller frees it. */
static char *trimmed(const char *text, size_t n)
{
	while (n && (*text == ' ' || *text == '\t')) {
		text++;
		n--;
	}
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		n--;
	return mem_strn(text, n);
}

static int is_figure(const char *text)
{
	return *text && !strpbrk(text, " \t<>=@");
}

static int parse_right(struct expectation *e, const char *text)
{
	char *right = trimmed(text, strlen(text)), *at = strchr(right, '@');
	int rc = 0;

	if (num_real(&e->limit, right) == 0) {
		free(right);
		return 0;
	}
	if (at) {
		e->right = trimmed(right, (size_t)(at - right));
		e->run = trimmed(at + 1, strlen(at + 1));
		/* "val.mse@@1": the run is @1. */
		rc = is_figure(e->right) && *e->run ? 0 : -1;
	}
	free(right);
	return at ? rc : -1;
}

int expectation_parse(struct expectation *e, const char *text, struct err *err)
{
	size_t at = strcspn(text, "<>="), i;

	memset(e, 0, sizeof *e);
	for (i = 0; i < sizeof signs / sizeof *signs; i++)
		if (!strncmp(text + at, signs[i].text, strlen(signs[i].text)))
			break;
	if (i == sizeof signs / sizeof *signs)
		return wrong(text, err);
	e->left = trimmed(text, at);
	e->sign = signs[i].sign;
	if (is_figure(e->left) &&
	    parse_right(e, text + at + strlen(signs[i].text)) == 0)
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

int expectation_holds(const struct expectation *e, double a, double b)
{
	switch (e->sign) {
	case EXPECTATION_LESS:
		return a < b;
	case EXPECTATION_AT_MOST:
		return a <= b;
	case EXPECTATION_MORE:
		return a > b;
	case EXPECTATION_AT_LEAST:
		return a >= b;
	default:
		return a >= b && a <= b;
	}
}
