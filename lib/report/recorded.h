/*
 * recorded.h - what the store knows of a training.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_RECORDED_H
#define REPORT_RECORDED_H

#include "base/strs.h"
#include "file/tsv.h"
#include "run/run.h"

struct recorded { /* all-zero is empty */
	struct run run;
	struct store store;
	const char *changed;	     /* settings that are not the defaults */
	const struct json *settings; /* all of them */
	struct tsv metrics;	     /* without rows: there are none */
	char *command;		     /* its command line, as for a shell */
	char recipe[DIGEST_HEX + 1]; /* "" if there is none */
};

/* Read the record of run NAME.  A run that left no metrics has none here. */
int recorded_read(struct recorded *r, const char *name, struct err *err);
/* Returns the name of the tool, "" if the record has none. */
const char *recorded_tool(const struct recorded *r);
/* Append the command line of R, as for a shell. */
void recorded_command(const struct run *r, struct buf *to);
void recorded_release(struct recorded *r);

#endif
