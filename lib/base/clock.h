/*
 * clock.h - measures how long something takes.  No result may depend on the
 * time measured.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/* Returns the seconds since some fixed moment, on a clock that never goes
 * back. */
double clock_seconds(void);

#endif
