/*
 * run_id.h - ids of runs.  Ids are unique and sort by time.
 */
#ifndef RUN_RUN_ID_H
#define RUN_RUN_ID_H

#define RUN_ID_SIZE 24 /* number of characters */
#define RUN_ID_TAIL 16 /* index of the first character of the last part */
/* One day in ms.  Clocks of hosts that share a store may differ by less. */
#define RUN_ID_DAY 86400000LL

/* Returns 1 if TEXT has the form of an id: 20261123-202530-1234abcd.  The parts
 * are the date, the time in UTC, and three digits of milliseconds with five
 * random digits in base 16. */
int run_id_is(const char *text);

/* Returns the time in an id, in milliseconds since 1970. */
long long run_id_time(const char *id);

/* Returns a new id; the caller frees it.  The new id sorts after all ids that
 * this process was given before.  The new id also sorts after the id AFTER
 * (NULL: none), which a host with another clock may have made.  If AFTER is
 * more than a day ahead, AFTER was made with a wrong clock and does not
 * count. */
char *run_id_new(const char *after);

#endif
