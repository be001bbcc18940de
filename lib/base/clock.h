/*
 * clock.h - how long something took.  No result may depend on it.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

/* Seconds of a clock that never goes back. */
double clock_seconds(void);

#endif
