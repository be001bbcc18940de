/* num.c - see num.h. */
#include "base/num.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int num_real(double *x, const char *text)
{
	char *end;

	/* strtod also takes blanks and hex; a settings file should not. */
	if (!*text || isspace((unsigned char)*text) || strpbrk(text, "xX"))
		return -1;
	errno = 0;
	*x = strtod(text, &end);
	if (*end || end == text)
		return -1;
	return errno == ERANGE && isinf(*x) ? -1 : 0;
}

int num_int(int64_t *x, const char *text)
{
	char *end;

	if (!*text || isspace((unsigned char)*text))
		return -1;
	errno = 0;
	*x = strtoimax(text, &end, 10);
	return *end || end == text || errno ? -1 : 0;
}

char *num_text(char to[NUM_MAX], double x)
{
	snprintf(to, NUM_MAX, "%.9g", x);
	return to;
}

char *num_exact(char to[NUM_MAX], double x)
{
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(to, NUM_MAX, "%.*g", digits, x);
		if (isnan(x) || strtod(to, NULL) == x)
			break;
	}
	return to;
}
