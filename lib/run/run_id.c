/*
 * run_id.c - see run_id.h.
 */
#include "run/run_id.h"

#include <time.h>

#include "base/mem.h"
#include "store/durable.h"

#define ID_DAY 8     /* 20261123- */
#define ID_TIME 15   /* 20261123-202530- */
#define MS 1000000LL /* ns */

char *run_id_of(long long ms, unsigned int tail)
{
	time_t t = (time_t)(ms / 1000);
	char day[32];
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(day, sizeof day, "%Y%m%d-%H%M%S", &tm);
	return mem_printf("%s-%03lld%05x", day, ms % 1000, tail & 0xfffffu);
}

/* Makes an id of the time in UTC, to the millisecond, and five random digits.
 * Later runs of one process get later times, so that they sort in their
 * order. */
char *run_id_new(const char *after)
{
	static long long last;
	struct timespec now;
	unsigned int chance;
	long long ms;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (long long)now.tv_sec * 1000 + now.tv_nsec / MS;
	if (after && ms <= run_id_time(after) &&
	    run_id_time(after) < ms + RUN_ID_DAY)
		ms = run_id_time(after) + 1;
	if (ms <= last)
		ms = last + 1;
	last = ms;
	durable_random(&chance, sizeof chance);
	return run_id_of(ms, chance);
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int run_id_is(const char *text)
{
	size_t i;

	for (i = 0; i < RUN_ID_SIZE; i++) {
		char c = text[i];

		if (i == ID_DAY || i == ID_TIME ?
			    c != '-' :
			    !is_digit(c) &&
				    (i < RUN_ID_TAIL || c < 'a' || c > 'f'))
			return 0;
	}
	return !text[RUN_ID_SIZE];
}

/* Returns the number in the next N characters of *TEXT and moves *TEXT past
 * them.  Sets *GOOD to 0 if one of them is not a digit. */
static int take_digits(const char **text, int n, int *good)
{
	int x = 0;

	for (; n > 0 && *good; n--, ++*text) {
		*good = is_digit(**text);
		x = 10 * x + **text - '0';
	}
	return x;
}

/* sscanf took a third of the time of listing many runs. */
long long run_id_time(const char *id)
{
	struct tm tm = { 0 };
	int good = 1, ms;

	tm.tm_year = take_digits(&id, 4, &good) - 1900;
	tm.tm_mon = take_digits(&id, 2, &good) - 1;
	tm.tm_mday = take_digits(&id, 2, &good);
	good = good && *id++ == '-';
	tm.tm_hour = take_digits(&id, 2, &good);
	tm.tm_min = take_digits(&id, 2, &good);
	tm.tm_sec = take_digits(&id, 2, &good);
	good = good && *id++ == '-';
	ms = take_digits(&id, 3, &good);
	return good ? (long long)timegm(&tm) * 1000 + ms : 0;
}
