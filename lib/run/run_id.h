/*
 * run_id.h - ids of runs, which are unique and sort by time.
 */
#ifndef RUN_RUN_ID_H
#define RUN_RUN_ID_H

#define RUN_ID_SIZE 24 /* characters */
#define RUN_ID_TAIL 16 /* where the last part begins */
#define RUN_ID_DAY \
	86400000LL /* ms: clocks of hosts that share a store may be
				 apart by less */

/* Returns 1 when TEXT has the form of an id: 20261123-202530-1234abcd (date
 * and time in UTC, then three digits of milliseconds and five random digits in
 * base 16). */
int run_id_is(const char *text);
/* Returns the time in an id, in milliseconds since 1970. */
long long run_id_time(const char *id);
/* Returns a new id, which the caller frees; it sorts after all ids that this
 * process was given before, and after the id AFTER (NULL: none), which a host
 * with another clock may have made.  One that is more than a day ahead was made
 * with a wrong clock and does not count. */
char *run_id_new(const char *after);

#endif
