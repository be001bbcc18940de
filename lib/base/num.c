/* num.c - see num.h. */
#include "base/num.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"

int num_real(double *x, const char *text)
{
	char *end;

	/* strtod also accepts leading blanks and hexadecimal numbers; a
	 * settings file should not. */
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

int num_bytes(uint64_t *x, const char *text)
{
	static const char units[] = "KMGT";
	const char *unit;
	char *end;
	int shift = 0;

	if (!isdigit((unsigned char)*text))
		return -1;
	errno = 0;
	*x = strtoumax(text, &end, 10);
	if (*end && (unit = strchr(units, *end))) {
		shift = 10 * (int)(unit - units + 1);
		end++;
	}
	if (*end || errno || *x > UINT64_MAX >> shift)
		return -1;
	*x <<= shift;
	return 0;
}

int num_seconds(double *x, const char *text)
{
	static const char unit[] = "smhd";
	static const double length[] = { 1, 60, 3600, 86400 };

	*x = 0;
	while (*text) {
		size_t n = strspn(text, "0123456789");
		const char *u = text[n] ? strchr(unit, text[n]) : NULL;

		if (!n || n > 9 || !u)
			return -1;
		*x += strtod(text, NULL) * length[u - unit];
		text += n + 1;
	}
	return *x > 0 ? 0 : -1;
}

char *num_text(char to[NUM_MAX], double x)
{
	snprintf(to, NUM_MAX, "%.9g", x);
	return to;
}

int num_digits(double low, double high)
{
	double most = fmax(fabs(low), fabs(high)) / fabs(high - low);

	return most > 10 && isfinite(most) ?
		       6 + (int)fmin(calc_log10(most), 11) :
		       6;
}

/* Numbers below 10^16 are written out: 100, not 1e+02. */
char *num_exact(char to[NUM_MAX], double x)
{
	int digits = 1, before;

	do
		snprintf(to, NUM_MAX, "%.*g", digits, x);
	while (strtod(to, NULL) != x && digits++ < 17);
	before = isfinite(x) && x != 0 ? (int)floor(calc_log10(fabs(x))) + 1 :
					 1;
	if (before > digits && before <= 16)
		snprintf(to, NUM_MAX, "%.*g", before, x);
	return to;
}
