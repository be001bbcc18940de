/*
 * tag.h - names that people give to runs: .xp/refs/NAME holds a run's id.
 */
#ifndef RUN_TAG_H
#define RUN_TAG_H

#include "base/err.h"
#include "base/strs.h"
#include "store/store.h"

/* 1 when NAME can be a tag. */
int tag_is_valid(const char *name);
/* Give run ID the name NAME.  Err_data when it is the name of another run;
 * with FORCE it is taken from that. */
int tag_set(const struct store *s, const char *name, const char *id, int force,
	    struct err *err);
/* Take the name away; err_data when there is no such name. */
int tag_drop(const struct store *s, const char *name, struct err *err);
/* 1: ID (freed by the caller) is what NAME stands for, 0: no such name. */
int tag_get(const struct store *s, const char *name, char **id,
	    struct err *err);
/* All names, sorted. */
int tag_list(const struct store *s, struct strs *names, struct err *err);

#endif
