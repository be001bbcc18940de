/*
 * run_id.h - ids of runs, which are unique and sort by time.
 */
#ifndef RUN_RUN_ID_H
#define RUN_RUN_ID_H

#define RUN_ID_SIZE 24 /* characters */
#define RUN_ID_TAIL 16 /* index of the random part's first character */
/* one day in ms, more than the clocks of hosts that share a store may differ */
#define RUN_ID_DAY 86400000LL

/* Returns 1 if TEXT has the form of an id, 20261123-202530-1234abcd: date, time
 * in UTC, three digits of milliseconds and five random digits in base 16. */
int run_id_is(const char *text);

/* Returns the time in an id, in ms since 1970, or 0 if ID has not the form of
 * one. */
long long run_id_time(const char *id);

/* Returns a new id, which the caller frees.  It sorts after all ids that this
 * process has made, and after AFTER (or NULL), which a host with another clock
 * may have made.  If AFTER is more than a day ahead, its clock was wrong, and
 * AFTER does not count. */
char *run_id_new(const char *after);

/* Returns the id with the time MS (since 1970, before the year 10000) and the
 * five digits of TAIL in base 16.  The caller frees it. */
char *run_id_of(long long ms, unsigned int tail);

#endif
