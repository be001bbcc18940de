/*
 * show.h - one run as text, and where its inputs came from.
 */
#ifndef STORE_SHOW_H
#define STORE_SHOW_H

#include "store/run.h"

/* For people: settings, code, inputs, outputs, end, ancestry. */
int show_text(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err);
/* The whole record as one JSON object, `lineage` included. */
int show_json(struct buf *to, const struct store *s, const struct run *r,
	      struct err *err);

/* Which runs made the inputs of a run, and theirs, back to the files that
 * no run made. */
struct lineage_step {
	char *id, *tool;
	size_t depth;		/* 0: the run itself */
	char *via;		/* what links it to the step it serves */
	size_t raw;		/* its inputs that no run made */
	char *first, *last;	/* names of two of them */
	int again;		/* told of above already */
};

struct lineage {
	struct lineage_step *at;
	size_t n, cap;
};

int lineage_read(struct lineage *l, const struct store *s,
		 const struct run *r, struct err *err);
void lineage_release(struct lineage *l);

#endif
