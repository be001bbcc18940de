/*
 * id.c - names for runs: when, and chance.
 */
#include "store/recording.h"

#include <time.h>

#include "base/mem.h"
#include "store/disk.h"

#define MS 1000000LL		/* ns */

/* UTC to the millisecond, then five random digits.  The runs of one process
 * have different times, so that they sort in their order. */
char *id_new(void)
{
	static long long last;
	struct timespec now;
	unsigned int chance;
	long long ms;
	char day[32];
	struct tm tm;
	time_t t;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (long long)now.tv_sec * 1000 + now.tv_nsec / MS;
	if (ms <= last)
		ms = last + 1;
	last = ms;
	t = (time_t)(ms / 1000);
	gmtime_r(&t, &tm);
	strftime(day, sizeof day, "%Y%m%d-%H%M%S", &tm);
	disk_random(&chance, sizeof chance);
	return mem_printf("%s-%03lld%05x", day, ms % 1000,
			  chance & 0xfffffu);
}
