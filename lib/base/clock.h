/*
 * clock.h - measures how long something takes.  No result may depend on a time
 * measured here.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/* Returns the time in seconds on a clock that never goes back. */
double clock_seconds(void);

#endif
