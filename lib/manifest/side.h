/*
 * side.h - the two sides of a pair, and their names.
 */
#ifndef MANIFEST_SIDE_H
#define MANIFEST_SIDE_H

enum side { SOURCE, TARGET, SIDES };

const char *side_name(enum side side); /* "source", "target" */

#endif
