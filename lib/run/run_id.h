/*
 * run_id.h - names of runs that are unique and sort by time.
 */
#ifndef RUN_RUN_ID_H
#define RUN_RUN_ID_H

#define RUN_ID_SIZE 24 /* characters */
#define RUN_ID_TAIL 16 /* where the last part begins */

/* 1 when TEXT has the form of an id: 20261123-202530-1234abcd (UTC, then
 * milliseconds and five random digits). */
int run_id_is(const char *text);
/* The time in an id, in milliseconds since 1970. */
long long run_id_time(const char *id);
/* An id for a run of this process, later than all that it had before; freed
 * by the caller. */
char *run_id_new(void);

#endif
