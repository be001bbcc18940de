/*
 * id.c - names for runs that sort as a person thinks of them.
 *
 * The stages of a pipeline start at once and reach their records in any
 * order.  So an id begins with the moment when its process was made, to
 * the hundredth of a second, then its process number: a shell makes the
 * stages from left to right.  One digit is chance; who finds an id taken
 * tries another.
 */
#include "store/recording.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/disk.h"

#define CENTI 10000000LL	/* ns */
#define SECOND 1000000000LL

static long long clock_ns(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (long long)t.tv_sec * SECOND + t.tv_nsec;
}

/* Ticks after boot when this process was made: the 22nd field of its stat
 * file, counted behind the name, which may hold anything. */
static int read_ticks(unsigned long long *ticks)
{
	struct buf b = { 0 };
	struct err ignored = { 0 };
	const char *p;
	int field, rc = -1;

	if (disk_read(&b, "/proc/self/stat", 1 << 16, &ignored) == 1 &&
	    (p = strrchr(b.data, ')'))) {
		for (field = 2; p && field < 22; field++)
			if ((p = strchr(p, ' ')))
				p++;
		if (p && sscanf(p, "%llu", ticks) == 1)
			rc = 0;
	}
	buf_release(&b);
	return rc;
}

/* When this process was made, in hundredths of a second since 1970; now
 * where the system does not say. */
static long long process_start(void)
{
	long long boot = 0, least = SECOND, hz = sysconf(_SC_CLK_TCK);
	unsigned long long ticks;
	int i;

	/* Two clocks cannot be read at once; the closest pair counts. */
	for (i = 0; i < 5; i++) {
		long long before = clock_ns(CLOCK_BOOTTIME);
		long long real = clock_ns(CLOCK_REALTIME);
		long long after = clock_ns(CLOCK_BOOTTIME);

		if (i && after - before >= least)
			continue;
		least = after - before;
		boot = real - (before + after) / 2;
	}
	if (hz <= 0 || read_ticks(&ticks) < 0)
		return clock_ns(CLOCK_REALTIME) / CENTI;
	return (boot + (long long)(ticks * (SECOND / (unsigned long long)hz)))
		/ CENTI;
}

char *id_new(void)
{
	static long long last;
	long long centi = last ? clock_ns(CLOCK_REALTIME) / CENTI :
		process_start();
	unsigned char chance;
	char day[32];
	struct tm tm;
	time_t t;

	if (centi <= last)
		centi = last + 1;
	last = centi;
	t = (time_t)(centi / 100);
	gmtime_r(&t, &tm);
	strftime(day, sizeof day, "%Y%m%d-%H%M%S", &tm);
	disk_random(&chance, 1);
	return mem_printf("%s-%02lld%05lx%x", day, centi % 100,
			  (unsigned long)getpid() & 0xfffff, chance & 15u);
}
