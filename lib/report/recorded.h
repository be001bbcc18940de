/*
 * recorded.h - reads what the store has of a recorded run.
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
	/* operands, and settings that are not the defaults */
	const char *changed;
	const struct json *settings; /* all settings */
	/* metrics.tsv; without rows: no metrics */
	struct tsv metrics;
	/* command line, quoted for a shell */
	char *command;
	/* recipe id in hexadecimal, or "" */
	char recipe[DIGEST_HEX + 1];
};

/* Reads the record of the run NAME.  The caller releases R. */
int recorded_read(struct recorded *r, const char *name, struct err *err);

/* Returns the run's tool, or "". */
const char *recorded_tool(const struct recorded *r);

/* Appends the command line of R, quoted for a shell. */
void recorded_command(const struct run *r, struct buf *to);
void recorded_release(struct recorded *r);

#endif
